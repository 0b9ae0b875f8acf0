/** Which entry to show for a broken log: the one that is broken, or, where that is gone, the last one before it. */
import type { Verdict } from '../../../shared/contract/audit.ts'

export const reachableBreak = ({ broken, firstSequence, lastSequence }: Verdict): number | null => {
  if (!broken || lastSequence === 0) return null
  const gone = broken.kind === 'missing' || broken.kind === 'cut' || broken.sequence > lastSequence
  const sequence = gone ? broken.sequence - 1 : broken.sequence
  return sequence < firstSequence || sequence > lastSequence ? null : sequence
}
