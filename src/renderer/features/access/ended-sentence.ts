/** One sentence on why a session is over. */
import type { SessionState } from '../../../shared/contract/access.ts'

type Why = Extract<SessionState, { kind: 'ended' }>['why']

const sentences: Record<Why, string> = {
  expired: 'Your session reached its time limit. Sign in to go on where you were.',
  revoked: 'Your session was ended from another session or by a change to your account. Sign in to go on where you were.',
  'signed-out': 'You signed out in another window.',
  unknown: 'The console does not know your session any more. Sign in to go on where you were.',
}

/** null for a window that was never signed in. */
export const endedSentence = (session: SessionState): string | null => (session.kind === 'ended' ? sentences[session.why] : null)
