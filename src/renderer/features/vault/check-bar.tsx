/** While keys are chosen to be checked, and while they are: how many, how far, and what came out. */
import { ShieldCheck } from 'lucide-react'
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount, formatRoughDuration } from '../../ui/format.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { rateOf, timeLeftMs } from '../../ui/progress-rate.ts'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { cancelCheckRun, runChecks, useCheckRun, type CheckRun, type CheckRunEnd } from './check-run.ts'
import { countsSentence, toldAny } from './check-words.ts'
import { keysSentence } from './key-words.ts'

interface CheckBarProps {
  chosen: readonly VaultKey[]
  onChooseAll: () => void
  onDone: () => void
}

const tell = (end: CheckRunEnd) => {
  if (end.kind === 'done' && !toldAny(end.counts))
    toastProblem({
      title: `${keysSentence(end.total)} asked about, and nothing was learnt`,
      text: end.why ?? 'Their providers were asked too often.',
    })
  else if (end.kind === 'done')
    toastDone({ title: `${keysSentence(end.total)} checked`, text: [`${countsSentence(end.counts)}.`, end.why].filter(Boolean).join(' ') })
  else if (end.kind === 'cancelled')
    toastDone({ title: `${formatCount(end.done)} of ${keysSentence(end.total)} checked`, text: countsSentence(end.counts) })
  else toastProblem({ title: `The check ended after ${formatCount(end.done)} of ${keysSentence(end.total)}`, text: end.sentence })
}

const bar = 'flex min-h-11 flex-none items-center gap-2 border-b border-hairline bg-surface-0 px-4 py-2'

const Running = ({ run: { done, total, label, counts, samples } }: { run: CheckRun }) => {
  const leftMs = timeLeftMs(done, total, rateOf(samples))
  return (
    <div role="group" aria-label="Check keys" className={bar}>
      <span role="status" className="cut">
        Asking about “{label}”, {formatCount(done + 1)} of {formatCount(total)}
      </span>
      <ProgressBar label="Keys checked" done={done} total={total} className="w-40 flex-none" />
      <span className="cut text-2">
        {[countsSentence(counts), leftMs !== null && leftMs >= 1000 && `about ${formatRoughDuration(leftMs)} left`]
          .filter(Boolean)
          .join(', ')}
      </span>
      <span className="flex-1" />
      <Button onClick={cancelCheckRun}>Cancel</Button>
    </div>
  )
}

export const CheckBar = ({ chosen, onChooseAll, onDone }: CheckBarProps) => {
  const run = useCheckRun()
  if (run) return <Running run={run} />
  const begin = () => {
    void runChecks(chosen).then((end) => end && tell(end))
    onDone()
  }
  return (
    <div role="group" aria-label="Check keys" className={bar}>
      <span role="status">{chosen.length === 0 ? 'Tick the keys to check.' : `${keysSentence(chosen.length)} chosen`}</span>
      <Button look="quiet" onClick={onChooseAll}>
        Select all shown
      </Button>
      <span className="cut min-w-0 flex-1 text-2">Each goes to its own provider, in a header, one after another.</span>
      <Button onClick={onDone}>Cancel</Button>
      <Button look="primary" onClick={begin} disabled={chosen.length === 0}>
        <ShieldCheck aria-hidden />
        Check keys
      </Button>
    </div>
  )
}
