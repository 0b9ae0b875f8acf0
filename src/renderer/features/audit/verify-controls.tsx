/** The right of the bar: verify the log, or how far the verification has come. */
import { BadgeCheck } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { formatCount, formatDuration } from '../../ui/format.ts'
import { useNowMs } from '../../ui/now.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { percentOf, timeLeftMs } from './time-left.ts'
import { cancelVerification, useVerification, type VerificationRun } from './verification.ts'

const RunLine = ({ run: { startedAtMs, checked, total } }: { run: VerificationRun }) => {
  const leftMs = timeLeftMs(checked, total, useNowMs() - startedAtMs)
  return (
    <div className="ml-auto flex items-center gap-3">
      <p className="text-small whitespace-nowrap text-2">
        Verifying <span className="text-1">{formatCount(checked)}</span> of {formatCount(total)}
        {total > 0 && `, ${percentOf(checked, total)} %`}
        {leftMs !== null && leftMs >= 1_000 && `, ${formatDuration(leftMs)} left`}
      </p>
      <ProgressBar label="Verification of the log" done={checked} total={total === 0 ? null : total} className="w-24" />
      <Button onClick={cancelVerification}>Cancel</Button>
    </div>
  )
}

export const VerifyControls = ({ onVerify }: { onVerify: () => void }) => {
  const { run } = useVerification()
  if (run) return <RunLine run={run} />
  return (
    <Button look="quiet" onClick={onVerify}>
      <BadgeCheck aria-hidden />
      Verify
    </Button>
  )
}
