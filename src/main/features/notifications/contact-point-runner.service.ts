/**
 * Sends what waits for one contact point, in order, one message at a time. At least once: what was on its way at a crash is sent
 * again under the same id. What fails for now is tried again for a day, what is refused for good is not.
 */
import type { Clock } from '../../../ports/clock.ts'
import type { Logger } from '../../../ports/logger.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Database, Note, SqlParams } from '../../database/database.ts'
import { longestWaitMs, waitAfter } from '../../../ports/outgoing/back-off.ts'
import { createPause } from '../../outgoing/pause.ts'
import { contactPointById, noteFailing, noteWell } from './contact-point.store.ts'
import type { StoredContactPoint } from './contact-point.store.ts'
import type { Attempt } from './message.ts'
import { nextWaiting, noteAttempt, noteDelivered, noteFailed, noteRetry } from './outbox.store.ts'
import type { WaitingDelivery } from './outbox.store.ts'
import { tellAgain } from './thread.store.ts'

export interface RunnerOptions {
  id: string
  database: Database
  clock: Clock
  logger: Logger
  /** At least 0 and below 1. */
  chance(): number
  /** Throws VAULT_UNAVAILABLE while it cannot be read, CONFLICT where it does not open. */
  openSecret(point: StoredContactPoint): string | null
  send(point: StoredContactPoint, secret: string | null, waiting: WaitingDelivery, signal: AbortSignal): Promise<Attempt>
  /** Told after each change of state, and of a delivery. */
  changed(): void
  /** Told once a message does not wait any more. */
  settled(point: StoredContactPoint, waiting: WaitingDelivery, how: 'delivered' | 'failed', sentence: string): void
}

export interface Runner {
  isSealed(): boolean
  /** Something new waits, or may be tried at once. */
  wake(): void
  vaultChanged(): void
  /** Resolves when nothing is on its way any more. */
  stop(): Promise<void>
}

const givenUpAfterMs = 86_400_000
/** Nobody waits for longer, however long a receiver asks: who should has a clock that was set back. */
const longestRestMs = 3_600_000

/** What ends an alert, or says who has it, is true however late it comes. */
const tellsFiring = ({ message: { kind } }: WaitingDelivery): boolean => kind === 'firing' || kind === 'update' || kind === 'repeat'

/** What is given up is told anew, where it is still so. (What was refused would be refused again.) */
const toldAnew = (waiting: WaitingDelivery): [Note, SqlParams][] =>
  tellsFiring(waiting) ? [[tellAgain, { id: waiting.id, threadId: waiting.threadId }]] : []

export const startRunner = (options: RunnerOptions): Runner => {
  const { id, database, clock, logger } = options
  const stopping = new AbortController()
  const stopped = () => stopping.signal.aborted
  const pause = createPause(clock)
  let sealed = false
  let woken = false

  const setSealed = (next: boolean) => {
    if (sealed === next) return
    sealed = next
    options.changed()
  }
  const rest = async (name: string, ms: number | null): Promise<void> => {
    if (!woken) await pause.wait(name, ms)
    woken = false
  }

  const settle = (point: StoredContactPoint, waiting: WaitingDelivery, attempt: Attempt): void => {
    const atMs = clock.now()
    const { sentence } = attempt
    if (attempt.kind === 'delivered') {
      database.noteTogether([
        [noteDelivered, { id: waiting.id, sentence, atMs }],
        [noteWell, { id, atMs }],
      ])
      options.settled(point, waiting, 'delivered', sentence)
    } else if (attempt.kind === 'refused' || atMs - waiting.waitsSinceMs >= givenUpAfterMs) {
      const last = attempt.kind === 'refused' ? sentence : `Given up after a day: ${sentence}`
      database.noteTogether([
        [noteFailed, { id: waiting.id, sentence: last }],
        [noteFailing, { id, atMs, problem: sentence }],
        ...(attempt.kind === 'failed' ? toldAnew(waiting) : []),
      ])
      options.settled(point, waiting, 'failed', last)
    } else {
      const waitMs = Math.max(waitAfter(waiting.attempts + 1, options.chance()), attempt.retryAfterMs ?? 0)
      database.noteTogether([
        [noteRetry, { id: waiting.id, sentence, nextTryAtMs: atMs + waitMs }],
        [noteFailing, { id, atMs, problem: sentence }],
      ])
    }
    options.changed()
  }

  const send = async (point: StoredContactPoint, waiting: WaitingDelivery): Promise<void> => {
    let secret: string | null
    try {
      secret = options.openSecret(point)
    } catch (error) {
      if (!(error instanceof GatehouseError)) throw error
      if (error.code !== 'VAULT_UNAVAILABLE')
        return settle(point, waiting, { kind: 'failed', sentence: error.message, retryAfterMs: longestWaitMs })
      setSealed(true)
      return rest('sealed', null)
    }
    setSealed(false)
    database.note(noteAttempt, { id: waiting.id })
    settle(point, waiting, await options.send(point, secret, waiting, stopping.signal))
  }

  /** One message, or one rest. False when there is nothing more to do for good. */
  const step = async (): Promise<boolean> => {
    const { point, waiting } = database.read((db) => ({ point: contactPointById(db, id), waiting: nextWaiting(db, id) }))
    if (!point?.enabled) return false
    const nowMs = clock.now()
    if (!waiting) {
      setSealed(false)
      await rest('idle', null)
    } else if (nowMs - waiting.waitsSinceMs >= givenUpAfterMs && tellsFiring(waiting)) {
      // It waited while nobody could send (a sleep, a sealed vault): what it says may be over.
      settle(point, waiting, { kind: 'failed', sentence: point.failing?.problem ?? 'It could not be sent.', retryAfterMs: null })
    } else if (waiting.nextTryAtMs !== null && waiting.nextTryAtMs > nowMs && waiting.nextTryAtMs - nowMs <= longestRestMs) {
      await rest('failing', waiting.nextTryAtMs - nowMs)
    } else await send(point, waiting)
    return true
  }

  const run = async (): Promise<void> => {
    while (!stopped()) {
      try {
        if (!(await step())) return
      } catch (error) {
        if (stopped()) return
        logger.error({ err: error, contactPoint: id }, 'a message could not be sent')
        await rest('failing', waitAfter(5, options.chance()))
      }
    }
  }
  const running = run()

  return {
    isSealed: () => sealed,
    wake: () => {
      woken = true
      pause.end(null)
    },
    vaultChanged: () => {
      if (!sealed) return
      woken = true
      pause.end('sealed')
    },
    stop: async () => {
      stopping.abort()
      pause.close()
      await running
    },
  }
}
