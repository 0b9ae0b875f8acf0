/** The two verdicts in words, and the text one can hand to an auditor. */
import type { Verdict } from '../../../shared/contract/audit.ts'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { formatCount, formatUtc } from '../../ui/format.ts'

export interface VerdictLine {
  name: 'Integrity' | 'Completeness'
  /** null: it holds. */
  severity: Severity | null
  sentence: string
}

export const verdictLines = ({ integrity, completeness }: Verdict): [VerdictLine, VerdictLine] => [
  { name: 'Integrity', severity: integrity.holds ? null : 'critical', sentence: integrity.sentence },
  {
    name: 'Completeness',
    severity: completeness.state === 'complete' ? null : completeness.state === 'unknown' ? 'medium' : 'critical',
    sentence: completeness.sentence,
  },
]

/** Plain text with all that one needs to check it. */
export const verdictText = (verdict: Verdict, atMs: number): string => {
  const { head, keptIn, horizon } = verdict
  const [integrity, completeness] = verdictLines(verdict)
  const lines = [
    `Gatehouse audit log, verified ${formatUtc(atMs)}`,
    verdict.sentence,
    `Integrity: ${integrity.sentence}`,
    `Completeness: ${completeness.sentence}`,
    `Checked: ${formatCount(verdict.checked)} entries, ${formatCount(verdict.firstSequence)} to ${formatCount(verdict.lastSequence)}`,
  ]
  if (head) {
    lines.push(
      `Newest signed head: over entry ${formatCount(head.sequence)}, ${formatUtc(head.atMs)}, key ${head.keyId}`,
      `Hash of the head: ${head.hash}`,
    )
    lines.push(`Kept outside the database in: ${keptIn.join(', ') || 'no place'}`)
  }
  if (horizon) lines.push(`Dropped by retention: entries up to ${formatCount(horizon.sequence)}, hash ${horizon.hash}`)
  return lines.join('\n')
}
