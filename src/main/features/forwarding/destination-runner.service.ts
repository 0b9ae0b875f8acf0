/**
 * Sends the log to one destination, batch after batch in order: reads above its position, delivers, and only then moves the
 * position. At least once: what was on its way at a crash is sent again as it was. Holds one batch at a time.
 */
import type { Clock } from '../../../ports/clock.ts'
import type { Logger } from '../../../ports/logger.ts'
import { severities } from '../../../shared/contract/audit-filter.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { By, Database } from '../../database/database.ts'
import { horizonSequence } from '../../database/log-ends.ts'
import type { Reader } from '../../database/reader.ts'
import { waitAfter } from '../../../ports/outgoing/back-off.ts'
import type { ForwardingSlices } from './forwarding.slices.ts'
import { destinationById, noteDelivered, notePosition, noteSending, skipDropped } from './forwarding.store.ts'
import type { Destination } from './forwarding.store.ts'
import type { Batch, Deliver, Delivery } from './outgoing.ts'
import type { OutgoingSlice } from './outgoing.store.ts'
import { createPause } from '../../outgoing/pause.ts'

export type RunnerState =
  { kind: 'sending' } | { kind: 'idle' } | { kind: 'failing'; problem: string; sinceMs: number; nextTryAtMs: number } | { kind: 'sealed' }

export interface RunnerOptions {
  id: string
  database: Database
  reader: Reader<ForwardingSlices>
  clock: Clock
  logger: Logger
  /** At least 0 and below 1. */
  chance(): number
  /** Throws VAULT_UNAVAILABLE while the secret cannot be read. */
  deliverFor(destination: Destination): Deliver
  /** Told after each change of state or position. */
  changed(): void
  /** The receiver wants nothing more. */
  gone(destination: Destination, problem: string): Promise<void>
}

export interface Runner {
  state(): RunnerState
  appended(): void
  vaultChanged(): void
  tryNow(): void
  /** Resolves when nothing is on its way any more. */
  stop(): Promise<void>
}

const maxEntries = 500
const maxBytes = 1_000_000
const sliceMs = 40
/** New entries wait for others, so that each does not become a request of its own. */
const gatherMs = 1_000
/** The head over the newest entries is signed up to ten seconds after them. */
const headLookMs = 15_000
/** Of a receiver that takes requests but not all entries in them. */
const rejectionTellMs = 3_600_000

export const bySystem: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

const targetOf = ({ id, name }: Destination) => ({ kind: 'forwarding', id, name })

export const startRunner = (options: RunnerOptions): Runner => {
  const { id, database, reader, clock, logger } = options
  const stopping = new AbortController()
  const stopped = () => stopping.signal.aborted
  const pause = createPause(clock)
  let state: RunnerState = { kind: 'sending' }
  let failures = 0
  let batchEntries = maxEntries
  let moreAppended = false
  let rejectionToldMs = -Infinity

  const setState = (next: RunnerState) => {
    if (next.kind === state.kind && next.kind !== 'failing') return
    state = next
    options.changed()
  }

  const fail = async (problem: string, retryAfterMs: number | null): Promise<void> => {
    failures++
    const waitMs = Math.max(waitAfter(failures, options.chance()), retryAfterMs ?? 0)
    const sinceMs = state.kind === 'failing' ? state.sinceMs : clock.now()
    setState({ kind: 'failing', problem, sinceMs, nextTryAtMs: clock.now() + waitMs })
    await pause.wait('failing', waitMs)
  }

  const skip = async (destination: Destination, horizon: number): Promise<void> => {
    const lost = horizon - destination.position
    await database.change(
      bySystem,
      {
        action: 'forwarding.lost',
        severity: 'high',
        outcome: 'failed',
        message: `${lost} entries never reached “${destination.name}”: retention dropped them before they could be sent`,
        target: targetOf(destination),
        detail: { from: destination.position + 1, to: horizon, lost },
      },
      (tx) => skipDropped(tx, id, horizon, lost),
    )
    options.changed()
  }

  const read = (destination: Destination): Promise<OutgoingSlice> =>
    reader.run('forwarding.read', {
      after: destination.position,
      leastSeverity: severities.indexOf(destination.leastSeverity),
      maxEntries: batchEntries,
      maxBytes,
      headAfter: destination.headSequence,
      budgetMs: sliceMs,
      again: destination.sending,
    })

  const batchOf = ({ version, position }: Destination, { entries, head, through }: OutgoingSlice): Batch => ({
    id: `${id}-${version}-${position + 1}-${through}-${head?.sequence ?? 0}`,
    entries,
    head,
    testAtMs: null,
  })

  const tellRejection = (destination: Destination, rejected: number, note: string | null) => {
    logger.warn({ destination: destination.name, rejected, note }, 'a receiver did not take all entries')
    // At most once an hour: the entry is sent on too, and may be rejected like those before it.
    if (rejected === 0 || clock.monotonic() - rejectionToldMs < rejectionTellMs) return
    rejectionToldMs = clock.monotonic()
    database
      .append(bySystem, {
        action: 'forwarding.rejected',
        severity: 'medium',
        outcome: 'refused',
        message: `“${destination.name}” takes requests but rejects entries in them; they count as lost`,
        target: targetOf(destination),
        detail: { rejected },
      })
      .catch((error: unknown) => logger.error({ err: error }, 'a rejection could not be entered'))
  }

  const keepDelivered = (destination: Destination, slice: OutgoingSlice, rejected: number) => {
    const sent = slice.entries.length - rejected
    database.note(noteDelivered, {
      id,
      position: slice.through,
      head: slice.head?.sequence ?? destination.headSequence,
      delivered: destination.delivered + sent,
      lost: destination.lost + rejected,
      atMs: clock.now(),
      none: null,
    })
    failures = 0
    batchEntries = Math.min(maxEntries, batchEntries * 2)
    setState({ kind: 'sending' })
    options.changed()
  }

  const settle = async (destination: Destination, slice: OutgoingSlice, delivery: Delivery): Promise<void> => {
    switch (delivery.kind) {
      case 'delivered':
        if (delivery.note !== null || delivery.rejected > 0) tellRejection(destination, delivery.rejected, delivery.note)
        return keepDelivered(destination, slice, Math.min(delivery.rejected, slice.entries.length))
      case 'failed':
        return fail(delivery.problem, delivery.retryAfterMs)
      case 'gone':
        return options.gone(destination, delivery.problem)
      case 'too-large':
        if (slice.entries.length <= 1) return fail(delivery.problem, null)
        batchEntries = Math.ceil(slice.entries.length / 2)
        // Nothing of it was taken, so it need not be sent again as it was.
        return database.note(noteSending, { id, until: null, head: null })
    }
  }

  const send = async (destination: Destination, slice: OutgoingSlice): Promise<void> => {
    let deliver: Deliver
    try {
      deliver = options.deliverFor(destination)
    } catch (error) {
      if (!(error instanceof GatehouseError && error.code === 'VAULT_UNAVAILABLE')) throw error
      setState({ kind: 'sealed' })
      return pause.wait('sealed', null)
    }
    if (state.kind !== 'failing') setState({ kind: 'sending' })
    if (!destination.sending) database.note(noteSending, { id, until: slice.through, head: slice.head?.sequence ?? 0 })
    await settle(destination, slice, await deliver(batchOf(destination, slice), stopping.signal))
  }

  const rest = async (awaitsHead: boolean): Promise<void> => {
    setState({ kind: 'idle' })
    if (!moreAppended) await pause.wait('idle', awaitsHead ? headLookMs : null)
    if (moreAppended) await pause.wait('gathering', gatherMs)
  }

  /** One batch, or one look. False when there is nothing more to do for good. */
  const step = async (): Promise<boolean> => {
    const destination = database.read((db) => destinationById(db, id))
    if (!destination?.enabled) return false
    moreAppended = false
    const horizon = database.read(horizonSequence)
    if (horizon > destination.position) await skip(destination, horizon)
    else {
      const slice = await read(destination)
      // Dropped while it was read: looked at again, and counted.
      if (slice.horizon > destination.position || stopped()) return true
      if (slice.entries.length > 0 || slice.head) await send(destination, slice)
      else {
        if (slice.through > destination.position) {
          database.note(notePosition, { id, position: slice.through })
          options.changed()
        }
        if (slice.reachedEnd) await rest(slice.through > destination.headSequence)
      }
    }
    return true
  }

  const run = async (): Promise<void> => {
    while (!stopped()) {
      try {
        if (!(await step())) return
      } catch (error) {
        if (stopped()) return
        logger.error({ err: error, destination: id }, 'sending the log on failed')
        await fail(error instanceof GatehouseError ? error.message : 'The console could not read its own log or keep its position.', null)
      }
    }
  }
  const running = run()

  return {
    state: () => state,
    appended: () => {
      moreAppended = true
      pause.end('idle')
    },
    vaultChanged: () => pause.end('sealed'),
    tryNow: () => pause.end(null),
    stop: async () => {
      stopping.abort()
      pause.close()
      await running
    },
  }
}
