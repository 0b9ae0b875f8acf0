/** What would be different: each setting with what is in force and what would be. */
import { ArrowRight } from 'lucide-react'
import type { SettingReview } from '../../../shared/contract/settings.ts'
import { settingValueWords } from '../../../shared/setting-value-words.ts'
import { formatCounted } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { belowWords, differenceDrops } from './setting-words.ts'

const head =
  'sticky top-0 z-1 h-7 bg-surface-2 px-2 text-left text-micro font-normal text-3 shadow-[inset_0_-1px_var(--hairline)] first:pl-0'
const cell = 'h-row border-b border-hairline-soft px-2 first:pl-0'

const list = new Intl.ListFormat('en', { type: 'conjunction' })

export const DifferenceTable = ({ review: { differences, same } }: { review: SettingReview }) => {
  const dropping = differences.filter(differenceDrops)
  const waiting = differences.filter(({ applies }) => applies === 'restart')
  return (
    <div className="grid gap-3">
      {dropping.length > 0 && (
        <Notice severity="high">
          <p>
            {list.format(dropping.map(({ title }) => `“${title}”`))}: what no longer has room is deleted for good, and an undo does not
            bring it back.
          </p>
        </Notice>
      )}
      {differences.length > 0 && (
        <div role="region" aria-label="What would change" tabIndex={0} className="max-h-[48vh] overflow-auto -outline-offset-2">
          <table className="w-full table-fixed border-separate border-spacing-0">
            <thead>
              <tr>
                <th className={head}>Setting</th>
                <th className={`${head} w-36`}>Now</th>
                <th className={`${head} w-52`}>Afterwards</th>
              </tr>
            </thead>
            <tbody>
              {differences.map(({ key, group, title, kind, from, to }) => (
                <tr key={key}>
                  <td className={`${cell} cut`}>
                    <span className="text-2">{group}</span> {title}
                  </td>
                  <td className={`${cell} text-2`}>{settingValueWords(kind, from.value)}</td>
                  <td className={cell}>
                    <span className="flex items-center gap-2">
                      <ArrowRight aria-hidden className="size-3 flex-none text-2" />
                      <span className="font-strong">{settingValueWords(kind, to.value)}</span>
                      {to.origin !== 'run time' && <span className="text-small text-2">{belowWords[to.origin]}</span>}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="text-small text-2">
        {differences.length === 0 && 'Nothing would change. '}
        {same > 0 && `${formatCounted(same, 'value is', 'values are')} in force already. `}
        {waiting.length > 0 && `${list.format(waiting.map(({ title }) => `“${title}”`))}: after a restart. `}
        {differences.length > 0 && 'All of it is one change, entered into the log and undone as one.'}
      </p>
    </div>
  )
}
