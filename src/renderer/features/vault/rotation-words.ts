/** What a rotation does, step by step, before it is done. */
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { formatListTime } from '../../ui/format.ts'

/** Milliseconds, as text for the control. */
export type Overlap = '0' | '3600000' | '86400000' | '604800000'
export const overlapOptions: readonly { value: Overlap; label: string }[] = [
  { value: '0', label: 'No time' },
  { value: '3600000', label: '1 h' },
  { value: '86400000', label: '24 h' },
  { value: '604800000', label: '7 d' },
]

export const rotationSteps = (
  key: Pick<VaultKey, 'versionNumber' | 'state'>,
  overlapMs: number,
  nowMs: number,
): { when: string; what: string }[] => {
  const old = key.versionNumber
  const now = { when: 'At once', what: `Version ${old + 1} is what a reveal shows.` }
  const earlier = key.state.kind === 'swapping' ? [`The version that is still in its overlap keeps its own time.`] : []
  if (overlapMs === 0) return [{ ...now, what: [now.what, `Version ${old} is destroyed.`, ...earlier].join(' ') }]
  return [
    { ...now, what: [now.what, `Version ${old} can still be revealed.`, ...earlier].join(' ') },
    {
      when: formatListTime(nowMs + overlapMs, nowMs),
      what: `The text of version ${old} is destroyed. Revoke it at its provider until then; you can also end the overlap sooner.`,
    },
  ]
}
