/** Who changed which setting when, from what to what; the newest change of each can be undone. */
import { useQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import type { Setting, SettingChange } from '../../../shared/contract/settings.ts'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { Timestamp } from '../../ui/timestamp.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { changeWords } from './setting-words.ts'
import { undoChange } from './use-setting-change.ts'

const shownAtFirst = 8
const cell = 'h-row border-b border-hairline-soft px-2 first:pl-0 last:pr-0'
const head = 'h-7 px-2 text-left text-micro font-normal text-3 first:pl-0 last:pr-0 shadow-[inset_0_-1px_var(--hairline)]'

const ChangeRow = ({ change, setting, mayWrite }: { change: SettingChange; setting: Setting | undefined; mayWrite: boolean }) => {
  const [busy, setBusy] = useState(false)
  const undo = async () => {
    setBusy(true)
    await undoChange(change.id)
    setBusy(false)
  }
  return (
    <tr>
      <td className={cell}>
        <Timestamp atMs={change.atMs} look="list" />
      </td>
      <td className={`${cell} cut`}>{change.actorName}</td>
      <td className={`${cell} cut`}>{change.title}</td>
      <td className={cell}>
        <span className="flex items-center gap-2">
          <span className="cut text-2">{changeWords(setting?.kind, change.from)}</span>
          <ArrowRight role="img" aria-label="became" className="size-3 text-2" />
          <span className="cut">{changeWords(setting?.kind, change.to)}</span>
        </span>
      </td>
      <td className={`${cell} text-right`}>
        {mayWrite && change.undoable && (
          <Button look="quiet" className="-mr-2" busy={busy} onClick={() => void undo()} aria-label={`Undo the change of ${change.title}`}>
            Undo
          </Button>
        )}
      </td>
    </tr>
  )
}

export const HistoryPanel = ({ settings }: { settings: readonly Setting[] }) => {
  const { data, error, refetch } = useQuery(orpc.settings.history.queryOptions())
  const mayWrite = useMay('settings:write')
  const [all, setAll] = useState(false)
  if (!data && error)
    return (
      <Section id="history" title="History">
        <ErrorState title="The history could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
      </Section>
    )
  if (!data) return null
  const shown = all ? data : data.slice(0, shownAtFirst)
  return (
    <Section
      id="history"
      title="History"
      text={
        data.length === 0
          ? 'No setting was changed here yet. Changes will stand here, with the way to undo them.'
          : 'Changes made here, newest first.'
      }
    >
      {data.length > 0 && (
        <table className="w-full table-fixed border-collapse">
          <colgroup>
            <col className="w-32" />
            <col className="w-28" />
            <col />
            <col />
            <col className="w-20" />
          </colgroup>
          <thead>
            <tr>
              <th className={head}>When</th>
              <th className={head}>Who</th>
              <th className={head}>Setting</th>
              <th className={head}>Change</th>
              <th className={head}>
                <span className="sr-only">Undo</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((change) => (
              <ChangeRow key={change.id} change={change} setting={settings.find(({ key }) => key === change.key)} mayWrite={mayWrite} />
            ))}
          </tbody>
        </table>
      )}
      {shown.length < data.length && (
        <Button className="mt-3" onClick={() => setAll(true)}>
          Show all {formatCount(data.length)} changes
        </Button>
      )}
    </Section>
  )
}
