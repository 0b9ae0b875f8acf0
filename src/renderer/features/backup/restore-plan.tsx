/** Third step of a restore: what stands here beside what will, what one should know, and the button that replaces it. */
import { useState } from 'react'
import type { BackupWork, RestorePlan as Plan } from '../../../shared/contract/backup.ts'
import { stepUpAsking } from '../../api/step-up.ts'
import { useStore } from '../../api/store.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { tableLook } from '../../ui/table-look.ts'
import { Timestamp } from '../../ui/timestamp.tsx'
import { comparedRows, lostUsers, masterKeySentences, schemaSentence } from './restore-words.ts'
import { WorkProgress } from './work-progress.tsx'

interface RestorePlanProps {
  plan: Plan
  busy: boolean
  /** How far the core is with replacing, where it tells. */
  work: BackupWork | null
  problem: string | null
  onRestore: () => void
  onBack: () => void
}

const Compared = ({ plan }: { plan: Plan }) => (
  <table
    aria-label="What is replaced"
    className={`${tableLook} [&_:is(td,th):first-child]:pl-0 [&_td]:!h-auto [&_td]:py-2 [&_td]:align-top [&_tbody_th]:border-b [&_tbody_th]:border-hairline-soft`}
  >
    <colgroup>
      <col className="w-36" />
      {plan.present && <col />}
      <col />
    </colgroup>
    <thead>
      <tr className="text-left">
        <th>
          <span className="sr-only">What</span>
        </th>
        {plan.present && <th>Here now</th>}
        <th>{plan.present ? 'Afterwards' : 'In the backup'}</th>
      </tr>
    </thead>
    <tbody>
      {comparedRows(plan).map(({ name, present, afterwards, loses }) => (
        <tr key={name}>
          <th scope="row" className="!h-auto !py-2 text-left align-top !text-base !text-2">
            {name}
          </th>
          {plan.present && <td className="text-2 [overflow-wrap:anywhere]">{present}</td>}
          <td data-sev={loses ? 'medium' : undefined} className={`[overflow-wrap:anywhere] ${loses ? 'text-sev' : ''}`}>
            {afterwards}
            {loses && <span className="sr-only"> (less than here now)</span>}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

export const RestorePlan = ({ plan, busy, work, problem, onRestore, onBack }: RestorePlanProps) => {
  const [read, setRead] = useState(false)
  const asking = useStore(stepUpAsking) !== null
  const { contents, present } = plan
  const lost = lostUsers(plan)
  const toKnow = [
    ...(lost.length > 0 ? [`${lost.join(', ')} ${lost.length === 1 ? 'is' : 'are'} not in the backup and cannot sign in afterwards.`] : []),
    ...plan.warnings,
  ]
  return (
    <div className="grid gap-6">
      <Facts
        wide
        facts={[
          { name: 'Made', value: <Timestamp atMs={contents.createdAtMs} /> },
          { name: 'Machine', value: contents.machine },
          { name: 'Version', value: schemaSentence(plan) },
          { name: 'Master key afterwards', value: masterKeySentences[plan.masterKeyPlace] },
        ]}
      />
      <Compared plan={plan} />
      {toKnow.length > 0 && (
        <Notice severity={present ? 'medium' : 'info'}>
          <ul className="grid gap-1">
            {toKnow.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Notice>
      )}
      {problem && (
        <Notice severity="high" alert>
          <p>{problem}</p>
        </Notice>
      )}
      {busy && !asking && <WorkProgress words="Writing it beside what is here, and checking it" work={work} />}
      <footer className="flex flex-wrap items-center gap-2 border-t border-hairline pt-4">
        {present && (
          <div className="mr-auto">
            <Checkbox checked={read} onChange={setRead}>
              I have read what is replaced
            </Checkbox>
          </div>
        )}
        <Button tall look="quiet" onClick={onBack} className={present ? undefined : 'ml-auto'}>
          {present ? 'Keep all as it is' : 'Back'}
        </Button>
        <Button tall look={present ? 'danger' : 'primary'} busy={busy} disabled={present !== null && !read} onClick={onRestore}>
          {present ? 'Replace everything here' : 'Restore'}
        </Button>
      </footer>
    </div>
  )
}
