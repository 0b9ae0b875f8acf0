// A bounded set of unguessable tokens, kept as hashes only, so that neither memory dumps nor timing give one away.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'

export interface TokenSet {
  /** A new token of 256 bits. Where the set is full, the one that rested longest goes. */
  issue(): string
  /** Whether the token is in the set and not past its time; being asked for keeps it from being the one that goes. */
  has(token: string): boolean
  /** Takes the token out: `expired` where it was there but past its time. */
  take(token: string): 'taken' | 'expired' | 'unknown'
}

interface Kept {
  hash: Buffer
  /** Of the monotonic clock. */
  untilMs: number
}

const hashOf = (token: string) => createHash('sha256').update(token).digest()

export const createTokenSet = ({
  clock,
  ids,
  capacity,
  lifetimeMs = Infinity,
}: {
  clock: Clock
  ids: Ids
  capacity: number
  lifetimeMs?: number
}): TokenSet => {
  let kept: Kept[] = []

  const find = (token: string): Kept | undefined => {
    const hash = hashOf(token)
    // Every entry is compared, whatever was found.
    return kept.filter((entry) => timingSafeEqual(entry.hash, hash))[0]
  }

  return {
    issue: () => {
      const token = ids.token(32)
      kept.push({ hash: hashOf(token), untilMs: clock.monotonic() + lifetimeMs })
      kept = kept.slice(-capacity)
      return token
    },
    has: (token) => {
      const found = find(token)
      if (!found || clock.monotonic() >= found.untilMs) return false
      kept = [...kept.filter((entry) => entry !== found), found]
      return true
    },
    take: (token) => {
      const found = find(token)
      if (!found) return 'unknown'
      kept = kept.filter((entry) => entry !== found)
      return clock.monotonic() >= found.untilMs ? 'expired' : 'taken'
    },
  }
}
