/** What the answers of a console that was told to restore mean: it is not there yet, it came back with the backup, or with what it had. */
import type { AccessState } from '../../../shared/contract/access.ts'

export type Seen =
  | { kind: 'silent' }
  /** It was started anew in a way that asks for a fresh link. */
  | { kind: 'unlinked' }
  | { kind: 'answers'; state: AccessState }

interface SoFar {
  /** It did not answer for a moment. */
  wasSilent: boolean
  /** For how long it has answered as after a restore: a session ends a moment before the console does. */
  settledMs: number
  /** First run's console has no session that could tell. */
  firstRun: boolean
}

/** A restart takes about a second; who saw nothing of it in this time missed it. */
const settleMs = 4_000

/** Whether it answers as nothing but a restored console does, be it the one that ends in a moment. */
export const looksRestored = (seen: Seen, firstRun: boolean): boolean => {
  if (seen.kind !== 'answers') return false
  const { state } = seen
  return firstRun ? !state.firstRun : state.session.kind !== 'open' && state.session.kind !== 'locked'
}

/** What the answers of the console mean so far. */
export const judgeRestart = (seen: Seen, { wasSilent, settledMs, firstRun }: SoFar): 'wait' | 'restored' | 'given-up' => {
  if (seen.kind === 'silent') return 'wait'
  if (seen.kind === 'unlinked') return 'restored'
  // At first run it is over only in the console that took the backup's place.
  if (looksRestored(seen, firstRun)) return firstRun || wasSilent || settledMs >= settleMs ? 'restored' : 'wait'
  return wasSilent ? 'given-up' : 'wait'
}
