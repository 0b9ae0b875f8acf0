// Exchanges the one-time token of a link, or the code of an open invitation, for the host token of a window; tells of those that come back.
import type { Clock } from '../../ports/clock.ts'
import type { HostEvent } from '../console/console.ts'
import type { InvitedWindows } from './invited-windows.ts'
import type { Problem } from './problem.ts'
import type { TokenSet } from './token-set.ts'
import { invitationPrefix } from '../../shared/invitation-code.ts'

export type Exchange = { kind: 'exchanged'; hostToken: string } | { kind: 'refused'; problem: Problem; retryAfterMs?: number }

const wrongPerMinute = 10
/** Windows opened with invitations: each has an entry in the log. */
const invitedPerMinute = 10
const minuteMs = 60_000

export interface LinkExchangeOptions {
  links: TokenSet
  hostTokens: TokenSet
  clock: Clock
  note: (event: HostEvent) => void
  openInvitation: (code: string) => string | null
  invited: InvitedWindows
}

/** The answer takes the body as it came. */
export const createLinkExchange = ({ links, hostTokens, clock, note, openInvitation, invited: windows }: LinkExchangeOptions) => {
  let wrongAtMs: number[] = []
  let invitedAtMs: number[] = []

  const tooMany = (atMs: number[], message: string): Exchange => ({
    kind: 'refused',
    problem: { status: 429, code: 'TOO_MANY_ATTEMPTS', message },
    retryAfterMs: minuteMs - (clock.monotonic() - atMs[0]!),
  })

  const openInvited = (invitationId: string, source: string): Exchange => {
    const nowMs = clock.monotonic()
    invitedAtMs = invitedAtMs.filter((atMs) => nowMs - atMs < minuteMs)
    if (invitedAtMs.length >= invitedPerMinute) return tooMany(invitedAtMs, 'Too many windows at once. Wait a minute.')
    invitedAtMs.push(nowMs)
    note({ kind: 'invitation-opened', source })
    return { kind: 'exchanged', hostToken: windows.issue(invitationId) }
  }

  return (body: Buffer, source: string): Exchange => {
    const token = readToken(body)
    if (token === null)
      return { kind: 'refused', problem: { status: 422, code: 'INVALID_INPUT', message: 'The body must be {"token": "…"}.' } }

    const link = links.take(token)
    if (link === 'taken') {
      note({ kind: 'link-used', source })
      return { kind: 'exchanged', hostToken: hostTokens.issue() }
    }

    const invited = token.startsWith(invitationPrefix)
    const invitationId = invited ? openInvitation(token) : null
    if (invitationId !== null) return openInvited(invitationId, source)

    // Right tokens pass always: who guesses may slow down guessing and the log, never the person with the link.
    const nowMs = clock.monotonic()
    wrongAtMs = wrongAtMs.filter((atMs) => nowMs - atMs < minuteMs)
    if (wrongAtMs.length >= wrongPerMinute) return tooMany(wrongAtMs, 'Too many wrong links. Wait a minute.')
    wrongAtMs.push(nowMs)
    if (invited) {
      note({ kind: 'invitation-refused', source })
      const message = 'This invitation was used, has expired or was withdrawn. Ask whoever invited you for a new one.'
      return { kind: 'refused', problem: { status: 401, code: 'INVITATION_SPENT', message } }
    }
    if (link === 'expired') {
      return {
        kind: 'refused',
        problem: { status: 401, code: 'LINK_SPENT', message: 'This link is older than five minutes. Get a fresh one with: npm run link' },
      }
    }
    note({ kind: 'link-reused', source })
    return {
      kind: 'refused',
      problem: { status: 401, code: 'LINK_SPENT', message: 'This link was used before. Get a fresh one with: npm run link' },
    }
  }
}

const readToken = (body: Buffer): string | null => {
  try {
    const { token } = JSON.parse(body.toString('utf8')) as { token?: unknown }
    return typeof token === 'string' && token.length > 0 && token.length <= 128 ? token : null
  } catch {
    return null
  }
}
