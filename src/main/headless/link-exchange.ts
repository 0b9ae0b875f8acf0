// Exchanges the one-time token of a link for the host token of a window, and tells of links that come back.
import type { Clock } from '../../ports/clock.ts'
import type { HostEvent } from '../console/console.ts'
import type { Problem } from './problem.ts'
import type { TokenSet } from './token-set.ts'

export type Exchange = { kind: 'exchanged'; hostToken: string } | { kind: 'refused'; problem: Problem; retryAfterMs?: number }

const wrongPerMinute = 10
const minuteMs = 60_000

export interface LinkExchangeOptions {
  links: TokenSet
  hostTokens: TokenSet
  clock: Clock
  note: (event: HostEvent) => void
}

/** The answer takes the body as it came. */
export const createLinkExchange = ({ links, hostTokens, clock, note }: LinkExchangeOptions) => {
  let wrongAtMs: number[] = []

  return (body: Buffer, source: string): Exchange => {
    const token = readToken(body)
    if (token === null)
      return { kind: 'refused', problem: { status: 422, code: 'INVALID_INPUT', message: 'The body must be {"token": "…"}.' } }

    const link = links.take(token)
    if (link === 'taken') {
      note({ kind: 'link-used', source })
      return { kind: 'exchanged', hostToken: hostTokens.issue() }
    }

    // Right tokens pass always: who guesses may slow down guessing and the log, never the person with the link.
    const nowMs = clock.monotonic()
    wrongAtMs = wrongAtMs.filter((atMs) => nowMs - atMs < minuteMs)
    if (wrongAtMs.length >= wrongPerMinute) {
      const retryAfterMs = minuteMs - (nowMs - wrongAtMs[0]!)
      return {
        kind: 'refused',
        problem: { status: 429, code: 'TOO_MANY_ATTEMPTS', message: 'Too many wrong links. Wait a minute.' },
        retryAfterMs,
      }
    }
    wrongAtMs.push(nowMs)
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
