/** Signs the log's head soon after entries, at every stop, and keeps the newest in a file too. Waits while the vault is sealed. */
import type { Clock } from '../../../ports/clock.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { By, Database, HeadSigner, KeptHead, TrimReason } from '../../database/database.ts'
import { hashAt, logBounds } from './audit.store.ts'
import { readKeptHead, writeKeptHead } from './kept-head.ts'

export interface SignedHeads {
  /** From now on heads are signed. */
  use(signer: HeadSigner): void
  signNow(): void
  /**
   * Retention's two steps, see the doors of the same name. Null while nothing can be signed, and where the log does not
   * continue its kept head: then what is left of it is evidence.
   */
  raiseHorizon(by: By, to: number, why: TrimReason): KeptHead | null
  dropBelowHorizon(limit: number): number | null
  stop(): void
}

/** The first entry after a quiet minute is covered within a second, a busy log every ten. */
const soonMs = 1_000
const busyMs = 10_000
const quietMs = 60_000

const systemBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

export const createSignedHeads = (options: {
  database: Database
  clock: Clock
  events: LiveEvents
  logger: Logger
  keptHeadPath: string
}): SignedHeads => {
  const { database, clock, events, logger, keptHeadPath } = options
  let signer: HeadSigner | null = null
  let cancelPlanned: (() => void) | null = null
  let signedAt = -Infinity
  let stopped = false
  /** What the file says, or said when this console last wrote it: somebody may take the file away meanwhile. */
  let kept: { sequence: number; hash: string } | null = null
  let lossTold = false

  /** False where the log no longer ends above the kept head or has another entry in its place: then the kept one is the proof of it. */
  const continuesKept = (): boolean =>
    kept === null ||
    database.read((db) => {
      const { lastSequence, horizonSequence } = logBounds(db)
      return kept!.sequence <= lastSequence && (kept!.sequence < horizonSequence || hashAt(db, kept!.sequence) === kept!.hash)
    })

  const tellLoss = () => {
    if (lossTold) return
    lossTold = true
    const { sequence } = kept!
    logger.error({ sequence }, 'the log does not continue its newest signed head')
    database
      .append(systemBy, {
        action: 'log.head-lost',
        severity: 'critical',
        message: `The log does not continue the signed head kept over entry ${sequence}: entries were taken out or rewritten, or that head is not of this log`,
        detail: { sequence },
      })
      .catch((error: unknown) => logger.error({ err: error }, 'the loss of a signed head could not be entered'))
  }

  const planIn = (ms: number) => {
    if (stopped || cancelPlanned) return
    cancelPlanned = clock.after(ms, signNow)
  }
  const plan = () => {
    if (signer) planIn(clock.monotonic() - signedAt > quietMs ? soonMs : busyMs)
  }

  const signNow = () => {
    cancelPlanned?.()
    cancelPlanned = null
    if (!signer) return
    signedAt = clock.monotonic()
    try {
      const head = database.signHead(signer)
      if (!continuesKept()) return tellLoss()
      if (!head) return
      writeKeptHead(keptHeadPath, head)
      kept = head
    } catch (error) {
      logger.error({ err: error }, 'the head of the log could not be signed')
      planIn(busyMs)
    }
  }

  const mayTrim = (): boolean => {
    if (!signer) return false
    if (continuesKept()) return true
    tellLoss()
    return false
  }

  const unsubscribe = events.subscribe((event) => {
    if (event.kind === 'audit-appended') plan()
  })
  return {
    use: (given) => {
      signer = given
      const found = readKeptHead(keptHeadPath)
      if (found !== 'unreadable') kept ??= found
      plan()
    },
    signNow,
    raiseHorizon: (by, to, why) => {
      if (!signer || !mayTrim()) return null
      const head = database.raiseHorizon(by, to, why, signer)
      writeKeptHead(keptHeadPath, head)
      kept = head
      return head
    },
    dropBelowHorizon: (limit) => (signer && mayTrim() ? database.dropBelowHorizon(signer, limit) : null),
    stop: () => {
      stopped = true
      unsubscribe()
      signNow()
    },
  }
}
