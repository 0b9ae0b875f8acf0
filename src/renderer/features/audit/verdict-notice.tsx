/** The last verdict of the session over the list: integrity and completeness, each with the sentence one can show an auditor. */
import { BadgeCheck, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Verdict } from '../../../shared/contract/audit.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatCount, formatCounted, formatDuration } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { SeverityShape } from '../../ui/severity.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { reachableBreak } from './reachable-break.ts'
import { verdictLines, verdictText } from './verdict-words.ts'
import { dismissVerdict, useVerification } from './verification.ts'

const Line = ({ severity, children, actions }: { severity?: 'critical' | 'high'; children: ReactNode; actions: ReactNode }) => (
  <div
    role={severity ? 'alert' : 'status'}
    data-verdict=""
    data-sev={severity}
    className={`flex flex-none items-start gap-2 border-b border-hairline px-4 py-2 ${severity ? 'bg-sev-tint' : 'bg-accent-tint'}`}
  >
    <div className="min-w-0 flex-1 py-1">{children}</div>
    <div className="flex flex-none items-center gap-1">
      {actions}
      <IconButton name="Close the verdict" onClick={dismissVerdict}>
        <X aria-hidden />
      </IconButton>
    </div>
  </div>
)

const VerdictLines = ({ verdict }: { verdict: Verdict }) => (
  <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
    {verdictLines(verdict).map(({ name, severity, sentence }) => (
      <div key={name} className="col-span-2 grid grid-cols-subgrid">
        <dt className="flex items-start gap-2 font-strong">
          {severity ? (
            <SeverityShape severity={severity} className="mx-0.5 mt-1" />
          ) : (
            <BadgeCheck aria-hidden className="mt-0.5 text-accent-text" />
          )}
          {name}
        </dt>
        <dd className="max-w-[110ch] [overflow-wrap:anywhere]">{sentence}</dd>
      </div>
    ))}
  </dl>
)

export const VerdictNotice = ({ onOpen, onVerify }: { onOpen: (sequence: number) => void; onVerify: () => void }) => {
  const { end } = useVerification()
  if (!end || end.kind === 'stopped') return null
  if (end.kind === 'failed')
    return (
      <Line severity="high" actions={<Button onClick={onVerify}>Try again</Button>}>
        <p className="flex gap-2">
          <SeverityShape severity="high" className="mt-1" />
          <span>
            <strong className="font-strong">The log could not be verified.</strong> {end.problem.sentence}
            {end.problem.requestId && <span className="font-mono text-code select-all"> {end.problem.requestId}</span>}
          </span>
        </p>
      </Line>
    )
  const { verdict, atMs } = end
  const place = reachableBreak(verdict)
  return (
    <Line
      severity={verdict.intact ? undefined : 'critical'}
      actions={
        <>
          {place !== null && <Button onClick={() => onOpen(place)}>Go to entry {formatCount(place)}</Button>}
          <CopyButton text={verdictText(verdict, atMs)} name="Copy the verdict" label="Copy" />
        </>
      }
    >
      <p className="mb-1">
        <strong className="font-strong">{verdict.intact ? 'Intact.' : 'Broken.'}</strong>{' '}
        <span aria-live="off" className="text-2">
          {formatCounted(verdict.checked, 'entry', 'entries')} verified
          {verdict.tookMs >= 1_000 && ` in ${formatDuration(verdict.tookMs)}`}, <RelativeTime atMs={atMs} />.
        </span>
      </p>
      <VerdictLines verdict={verdict} />
    </Line>
  )
}
