/** Follows the log from a watermark of its own and groups what it reads: small slices, each written whole or not at all. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import type { AuditEvent, By, Database } from '../../database/database.ts'
import { newestSequence } from '../../database/log-ends.ts'
import { groupOf } from './entry-group.ts'
import { foldEntries, quietMs } from './fold-entries.ts'
import type { Cluster } from './fold-entries.ts'
import { insertIncident } from './incident.store.ts'
import type { Levels } from './level.service.ts'
import { sequenceBefore } from './log-reading.store.ts'
import type { Scan, ScanInput } from './log-reading.store.ts'
import { knownOf, noteForgotten, noteGathered, noteGrown, notePromoted, noteWatched, watchOf } from './watch.store.ts'
import type { Noted } from './watch.store.ts'

export interface Watching {
  start(): void
  /** Resolves when the slice under way is written. */
  stop(): Promise<void>
}

export interface WatchingOptions {
  database: Database
  /** One slice of the log, read elsewhere than on this thread. */
  scan(input: ScanInput): Promise<Scan>
  levels: Levels
  clock: Clock
  ids: Ids
  events: LiveEvents
  logger: Logger
  /** Tests take less. */
  window?: number
  limit?: number
}

/** Entries of one burst are looked at together. */
const soonMs = 250
/** Between slices while there is much to catch up with, so that people's searches come first. */
const pauseMs = 25
const againMs = 10_000
/** About 10 ms of reading. */
const widestWindow = 10_000
/** A few milliseconds of writing. */
const mostEntries = 200
/** Entries that are part of nothing are not worth a commit each: at most so many are read again after a crash. */
const unnotedEntries = 20_000
/** What is read again after a start for the threat level alone. */
const mostReread = 200_000
const hourMs = 3_600_000
/** An incident calls for somebody now: what is older when it is first read is history, and stays in the log alone. */
const oldMs = 24 * hourMs

const systemBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

const openedEvent = ({ id, number, cluster }: { id: string; number: number; cluster: Cluster }): AuditEvent => ({
  action: 'incident.opened',
  message: `Incident ${number} was opened: ${cluster.title}`,
  target: { kind: 'incident', id, name: `Incident ${number}` },
  detail: {
    severity: cluster.severity,
    firstSequence: cluster.firstSequence,
    lastSequence: cluster.lastSequence,
    entries: cluster.entries,
    events: cluster.events,
  },
})

export const createWatching = (options: WatchingOptions): Watching => {
  const { database, scan, levels, clock, ids, events, logger, window = widestWindow, limit = mostEntries } = options
  /** All up to here has been read. */
  let position = 0
  /** All up to here has been grouped. */
  let grouped = 0
  let noted = 0
  let wanted = false
  let cancelPlanned: (() => void) | null = null
  let running: Promise<void> | null = null
  let unsubscribe = () => {}
  const stopping = new AbortController()

  /** Reads what is known, decides and writes in one turn, so that nobody closes an incident in between. */
  const group = async (entries: readonly AuditEntry[], upTo: number): Promise<void> => {
    const kinds = [...new Set(entries.flatMap((entry) => groupOf(entry)?.what ?? []))]
    if (kinds.length === 0) {
      if (upTo - noted < unnotedEntries) return
      database.noteTogether([noteWatched(upTo)])
      noted = upTo
      return
    }
    const oldestMs = entries.reduce((least, { atMs }) => Math.min(least, atMs), Infinity) - quietMs
    const { changed, gathering, promoted } = foldEntries(
      database.read((db) => knownOf(db, kinds, oldestMs)),
      entries,
    )
    const notes: Noted[] = [
      ...changed.flatMap(({ id, cluster }) => (id === null ? [] : [noteGrown(id, cluster)])),
      ...promoted.map(notePromoted),
      ...gathering.map(noteGathered),
      noteForgotten(oldestMs),
      noteWatched(upTo),
    ]
    const opening = changed.filter(({ id }) => id === null)
    if (opening.length === 0) database.noteTogether(notes)
    else {
      await database.change(
        systemBy,
        (opened: { id: string; number: number; cluster: Cluster }[]) => opened.map(openedEvent),
        (tx) => {
          for (const [note, params] of notes) tx.run(note.sql, params)
          return opening.map(({ cluster }) => {
            const id = ids.next()
            return { id, number: insertIncident(tx, id, cluster), cluster }
          })
        },
      )
    }
    noted = upTo
    if (changed.length > 0) events.publish({ kind: 'incidents-changed' })
  }

  const look = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      wanted = false
      const { entries, tallies, upTo, lastSequence } = await scan({ after: position, window, limit })
      if (stopping.signal.aborted) return
      const oldestMs = clock.now() - oldMs
      await group(
        entries.filter(({ sequence, atMs }) => sequence > grouped && atMs > oldestMs),
        Math.max(upTo, grouped),
      )
      levels.add(tallies)
      position = upTo
      grouped = Math.max(grouped, upTo)
      if (upTo < lastSequence) await clock.sleep(pauseMs, stopping.signal)
      else break
    }
    await levels.review()
  }

  const plan = (ms: number) => {
    if (stopping.signal.aborted || cancelPlanned || running) return
    cancelPlanned = clock.after(ms, run)
  }
  const run = () => {
    cancelPlanned = null
    running = look()
      .then(
        () => (wanted ? soonMs : null),
        (error: unknown) => {
          if (stopping.signal.aborted) return null
          logger.error({ err: error }, 'the log could not be grouped into incidents')
          return againMs
        },
      )
      .then((againInMs) => {
        running = null
        if (againInMs !== null) plan(againInMs)
      })
  }

  return {
    start: () => {
      const since = database.read((db) => sequenceBefore(db, clock.now() - hourMs, mostReread))
      // A log that ends below the watermark was cut: what comes next is new.
      grouped = Math.min(database.read(watchOf).sequence, database.read(newestSequence))
      noted = grouped
      position = Math.min(grouped, since)
      unsubscribe = events.subscribe((event) => {
        if (event.kind !== 'audit-appended') return
        wanted = true
        plan(soonMs)
      })
      plan(0)
    },
    stop: async () => {
      unsubscribe()
      cancelPlanned?.()
      cancelPlanned = null
      stopping.abort()
      await running
      if (grouped === noted) return
      try {
        database.noteTogether([noteWatched(grouped)])
      } catch (error) {
        logger.warn({ err: error }, 'how far the log was grouped could not be noted: some of it is read again')
      }
    },
  }
}
