/** What a change of the policy makes different for one request: what it changes, what is to be thought of, and each part now and then. */
import type { TryOutput } from '../../../shared/contract/guard.ts'
import type { Policy } from '../../../shared/policy.ts'
import { Notice } from '../../ui/notice.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { differencesOf } from './try-words.ts'

interface TryDifferencesProps {
  now: TryOutput['now']
  draft: NonNullable<TryOutput['draft']>
  policy: Policy
  changed: Policy
}

export const TryDifferences = ({ now, draft: { tried, sentences, warnings }, policy, changed }: TryDifferencesProps) => {
  const differences = differencesOf(now, tried, policy, changed)
  return (
    <PanelSection title="What the change does to this request">
      <div className="grid gap-2">
        {warnings.map((warning) => (
          <Notice key={warning} severity="medium">
            <p>{warning}</p>
          </Notice>
        ))}
        {differences.length === 0 ? (
          <p className="text-2">Nothing: it is decided about as it is now.</p>
        ) : (
          <table className="w-full table-fixed text-left text-small">
            <thead>
              <tr className="text-2">
                <th scope="col" className="w-28 pb-1 font-normal">
                  <span className="sr-only">Part</span>
                </th>
                <th scope="col" className="pb-1 font-normal">
                  Now
                </th>
                <th scope="col" className="pb-1 font-normal">
                  After the change
                </th>
              </tr>
            </thead>
            <tbody>
              {differences.map(({ name, now: was, after }) => (
                <tr key={name} className="border-t border-hairline-soft align-top">
                  <th scope="row" className="py-1 pr-2 font-normal text-2 [overflow-wrap:anywhere]">
                    {name}
                  </th>
                  <td className="py-1 pr-2 [overflow-wrap:anywhere]">{was}</td>
                  <td className="py-1 font-strong [overflow-wrap:anywhere]">{after}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <ul className="text-small text-2">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
    </PanelSection>
  )
}
