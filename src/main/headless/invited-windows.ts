// Host tokens of windows that were opened with invitations: those of one push out only each other, and end with a code that comes to nothing.
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { InvitationState } from '../console/console.ts'
import { createTokenSet } from './token-set.ts'
import type { TokenSet } from './token-set.ts'

const windowsOfOne = 10
const mostInvitations = 100

export interface InvitedWindowsOptions {
  clock: Clock
  ids: Ids
  invitationState: (id: string) => InvitationState
}

export interface InvitedWindows {
  /** A host token for the open invitation of this id. */
  issue(invitationId: string): string
  /** Whether this is one of them, and its invitation is open or was used: whoever was let in keeps the window. */
  has(token: string): boolean
}

interface Opened {
  tokens: TokenSet
  used: boolean
}

export const createInvitedWindows = ({ clock, ids, invitationState }: InvitedWindowsOptions): InvitedWindows => {
  const opened = new Map<string, Opened>()

  /** Once used it is not asked again: the console forgets used invitations after a while, and the window stays. */
  const holds = (id: string, one: Opened): boolean => {
    if (one.used) return true
    const state = invitationState(id)
    one.used = state === 'used'
    if (state === 'void') opened.delete(id)
    return state !== 'void'
  }

  return {
    issue: (invitationId) => {
      for (const [id, one] of opened) holds(id, one)
      const known = opened.get(invitationId) ?? { tokens: createTokenSet({ clock, ids, capacity: windowsOfOne }), used: false }
      const oldest = opened.keys().next()
      if (opened.size >= mostInvitations && !opened.has(invitationId) && !oldest.done) opened.delete(oldest.value)
      opened.set(invitationId, known)
      return known.tokens.issue()
    },
    has: (token) => {
      for (const [id, one] of opened) if (one.tokens.has(token)) return holds(id, one)
      return false
    },
  }
}
