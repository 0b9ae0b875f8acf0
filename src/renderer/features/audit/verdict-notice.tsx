/** The last verdict of the session over the list: a sentence one can show an auditor. */
import { BadgeCheck, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Verdict } from '../../../shared/contract/audit.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatCount, formatUtc } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { SeverityShape } from '../../ui/severity.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { reachableBreak } from './reachable-break.ts'
import { dismissVerdict, useVerification } from './verification.ts'

const Line = ({
  severity,
  sign,
  children,
  actions,
}: {
  severity?: 'critical' | 'high'
  sign: ReactNode
  children: ReactNode
  actions: ReactNode
}) => (
  <div
    role={severity ? 'alert' : 'status'}
    data-sev={severity}
    className={`flex flex-none items-start gap-2 border-b border-hairline px-4 py-2 ${severity ? 'bg-sev-tint' : 'bg-accent-tint'}`}
  >
    <span className="mt-1.5">{sign}</span>
    <div className="min-w-0 flex-1 py-1">{children}</div>
    <div className="flex flex-none items-center gap-1">
      {actions}
      <IconButton name="Close the verdict" onClick={dismissVerdict}>
        <X aria-hidden />
      </IconButton>
    </div>
  </div>
)

const textToShow = (verdict: Verdict, atMs: number) => `Gatehouse audit log, verified ${formatUtc(atMs)}. ${verdict.sentence}`

export const VerdictNotice = ({ onOpen, onVerify }: { onOpen: (sequence: number) => void; onVerify: () => void }) => {
  const { end } = useVerification()
  if (!end) return null
  if (end.kind === 'failed')
    return (
      <Line severity="high" sign={<SeverityShape severity="high" />} actions={<Button onClick={onVerify}>Try again</Button>}>
        <strong className="font-strong">The log could not be verified.</strong> {end.problem.sentence}
        {end.problem.requestId && <span className="font-mono text-code"> {end.problem.requestId}</span>}
      </Line>
    )
  const { verdict, atMs } = end
  const when = (
    <span className="text-small text-2">
      {' '}
      Verified <RelativeTime atMs={atMs} />.
    </span>
  )
  const copy = <CopyButton text={textToShow(verdict, atMs)} name="Copy the verdict" label="Copy" />
  if (verdict.intact)
    return (
      <Line sign={<BadgeCheck aria-hidden className="-mt-0.5 text-accent-text" />} actions={copy}>
        {verdict.sentence}
        {when}
      </Line>
    )
  const place = reachableBreak(verdict)
  return (
    <Line
      severity="critical"
      sign={<SeverityShape severity="critical" />}
      actions={
        <>
          {place !== null && <Button onClick={() => onOpen(place)}>Go to entry {formatCount(place)}</Button>}
          {copy}
        </>
      }
    >
      <strong className="font-strong">{verdict.sentence}</strong>
      {when}
    </Line>
  )
}
