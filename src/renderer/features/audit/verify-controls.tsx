/** Verifying the log: the button of the bar, and over the list how far it has come or where it was stopped. */
import { BadgeCheck, CirclePause, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { formatCount, formatDuration } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { percentOf, rateOf, timeLeftMs } from '../../ui/progress-rate.ts'
import { dismissVerdict, stopVerification, useVerification, type VerificationRun } from './verification.ts'

export const VerifyButton = ({ onVerify }: { onVerify: () => void }) => {
  const { run } = useVerification()
  return (
    <Button look="quiet" busy={run !== null} onClick={onVerify}>
      {!run && <BadgeCheck aria-hidden />}
      {run ? 'Verifying' : 'Verify'}
    </Button>
  )
}

const Strip = ({ sign, children, actions }: { sign?: ReactNode; children: ReactNode; actions: ReactNode }) => (
  <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-hairline bg-surface-0 px-4 py-2">
    {sign}
    {children}
    <span className="ml-auto flex flex-none items-center gap-2">{actions}</span>
  </div>
)

const phaseWords: Record<VerificationRun['phase'], string> = {
  entries: 'Verifying the entries',
  index: 'Verifying the index and the counters',
}

/** The status is told when its part changes, not with each step. */
const Running = ({ run }: { run: VerificationRun }) => {
  const { phase, checked, total, resumedFrom, samples, stopping } = run
  const perSecond = rateOf(samples)
  const leftMs = timeLeftMs(checked, total, perSecond)
  return (
    <Strip
      actions={
        <Button aria-label="Stop the verification" busy={stopping} onClick={stopVerification}>
          Stop
        </Button>
      }
    >
      <span role="status">{phaseWords[phase]}</span>
      <ProgressBar label="Verification of the log" done={checked} total={total === 0 ? null : total} className="w-40" />
      <p className="min-w-0 text-small text-2">
        {total > 0 && `${percentOf(checked, total)} %, ${formatCount(checked)} of ${formatCount(total)}`}
        {perSecond !== null && `, ${formatCount(perSecond)} a second`}
        {leftMs !== null && leftMs >= 1_000 && `, ${formatDuration(leftMs)} left`}
        {resumedFrom !== null && resumedFrom > 0 && `, gone on from ${formatCount(resumedFrom)}`}
        {leftMs !== null && leftMs > 20_000 && '. You can leave this page meanwhile.'}
      </p>
    </Strip>
  )
}

interface VerificationStripProps {
  onGoOn: () => void
  onRestart: () => void
}

export const VerificationStrip = ({ onGoOn, onRestart }: VerificationStripProps) => {
  const { run, end } = useVerification()
  if (run) return <Running run={run} />
  if (end?.kind !== 'stopped') return null
  const percent = percentOf(end.checked, end.total)
  return (
    <Strip
      sign={<CirclePause aria-hidden className="text-2" />}
      actions={
        <>
          <Button onClick={onGoOn}>Go on from {percent} %</Button>
          <Button look="quiet" onClick={onRestart}>
            Begin anew
          </Button>
          <IconButton name="Close" onClick={dismissVerdict}>
            <X aria-hidden />
          </IconButton>
        </>
      }
    >
      <p role="status">
        The verification was stopped at {percent} %.{' '}
        <span className="text-2">
          {formatCount(end.checked)} of {formatCount(end.total)} were checked; that is no verdict.
        </span>
      </p>
    </Strip>
  )
}
