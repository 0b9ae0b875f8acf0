/** What the answers of a console that was told to restore mean: it is not there yet, it came back with the backup, or with what it had. */
import type { AccessState } from '../../../shared/contract/access.ts'

export type Seen =
  | { kind: 'silent' }
  /** It was started anew in a way that asks for a fresh link. */
  | { kind: 'unlinked' }
  | { kind: 'answers'; state: AccessState }

/** What the answers of the console mean so far: `wasSilent` is whether one failed before. */
export const judgeRestart = (seen: Seen, wasSilent: boolean, firstRun: boolean): 'wait' | 'restored' | 'given-up' => {
  if (seen.kind === 'silent') return 'wait'
  if (seen.kind === 'unlinked') return 'restored'
  const { state } = seen
  const asBefore = firstRun ? state.firstRun : state.session.kind === 'open' || state.session.kind === 'locked'
  if (!asBefore) return 'restored'
  return wasSilent ? 'given-up' : 'wait'
}
