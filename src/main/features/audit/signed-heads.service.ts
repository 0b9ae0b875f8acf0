/** Signs the log's head soon after entries, at every stop, and keeps the newest in a file too. Waits while the vault is sealed. */
import type { Clock } from '../../../ports/clock.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Database, HeadSigner } from '../../database/database.ts'
import { writeKeptHead } from './kept-head.ts'

export interface SignedHeads {
  /** From now on heads are signed. */
  use(signer: HeadSigner): void
  signNow(): void
  stop(): void
}

/** The first entry after a quiet minute is covered within a second, a busy log every ten. */
const soonMs = 1_000
const busyMs = 10_000
const quietMs = 60_000

export const createSignedHeads = (options: {
  database: Database
  clock: Clock
  events: LiveEvents
  logger: Logger
  keptHeadPath: string
}): SignedHeads => {
  const { database, clock, events, logger } = options
  let signer: HeadSigner | null = null
  let cancelPlanned: (() => void) | null = null
  let signedAt = -Infinity
  const signNow = () => {
    cancelPlanned?.()
    cancelPlanned = null
    if (!signer) return
    try {
      const head = database.signHead(signer)
      signedAt = clock.monotonic()
      if (head) writeKeptHead(options.keptHeadPath, head)
    } catch (error) {
      logger.error({ err: error }, 'the head of the log could not be signed')
    }
  }
  const plan = () => {
    if (!signer || cancelPlanned) return
    cancelPlanned = clock.after(clock.monotonic() - signedAt > quietMs ? soonMs : busyMs, signNow)
  }
  const unsubscribe = events.subscribe((event) => {
    if (event.kind === 'audit-appended') plan()
  })
  return {
    use: (given) => {
      signer = given
      plan()
    },
    signNow,
    stop: () => {
      unsubscribe()
      signNow()
    },
  }
}
