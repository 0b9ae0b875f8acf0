/** Holds the verification of the log: one at a time, which several windows may watch, stop, and go on with. */
import type { Clock } from '../../../ports/clock.ts'
import { createIds } from '../../../ports/ids.ts'
import type { Verdict, VerifyEvent } from '../../../shared/contract/audit.ts'
import type { AuditEvent, By, Database } from '../../database/database.ts'
import type { Reader } from '../../database/reader.ts'
import type { AuditSlices } from './audit.slices.ts'
import { logBounds } from './audit.store.ts'
import type { Trust } from './head-break.ts'
import { readHeadFiles, readSlowHead } from './head-places.ts'
import type { HeadPlaces, ReadHeads } from './head-places.ts'
import type { CheckedIndex } from './index-check.service.ts'
import { createRunFeed } from './run-feed.ts'
import type { RunFeed } from './run-feed.ts'
import { verdictOf } from './verdict.ts'
import { seenNothing, stillFits, walkLog } from './verification-walk.service.ts'
import type { Seen, Walked } from './verification-walk.service.ts'

export interface VerificationOptions {
  database: Database
  reader: Reader<AuditSlices>
  clock: Clock
  places: HeadPlaces
  index: CheckedIndex
  trust(): Trust
  sliceMs: number
  /** A run goes by one horizon; the answer ends it. */
  useRows(): () => void
  /** Told of a part of the index that is wrong, so that it is made anew. */
  onWrongPart(file: string): void
}

export interface Verification {
  /**
   * Begins one, goes on with one that was stopped, or joins the one under way; `restart` begins anew whatever there is.
   * `attachOnly` begins nothing: it joins, or tells where one was stopped, or ends at once.
   */
  verify(by: By, signal?: AbortSignal, options?: { restart?: boolean; attachOnly?: boolean }): AsyncGenerator<VerifyEvent>
  /** Whoever watches is told; the next `verify` goes on from there. */
  stop(): Promise<void>
  /** At the end of the console. */
  close(): Promise<void>
}

interface Run {
  feed: RunFeed
  stopped: boolean
  /** The last that was told, for whoever is told that it was stopped. */
  progress: { checked: number; total: number }
  done: Promise<void>
}

const figures = new Intl.NumberFormat('en')

const entryOfVerdict = (verdict: Verdict): AuditEvent => ({
  action: 'log.verified',
  message: verdict.intact
    ? `The log was verified: ${figures.format(verdict.checked)} entries are intact`
    : `The log was verified and is broken: ${verdict.broken?.sentence ?? ''}`,
  severity: verdict.intact ? 'info' : 'critical',
  outcome: verdict.intact ? 'done' : 'failed',
  detail: {
    checked: verdict.checked,
    upTo: verdict.lastSequence,
    headSequence: verdict.head?.sequence ?? null,
    brokenAt: verdict.broken?.sequence ?? null,
    completeness: verdict.completeness.state,
    keptIn: verdict.keptIn,
  },
})

export const createVerification = (options: VerificationOptions): Verification => {
  const { database, reader, clock, places, index, sliceMs } = options
  const ids = createIds(clock)
  let run: Run | null = null
  let seen: Seen | null = null
  /** Where the last run was stopped, for a window that comes back. */
  let stoppedAt: Run['progress'] | null = null

  /** Heads and bounds of one moment: the slow place first, then all others with nothing awaited in between. */
  const look = async () => {
    await database.flush()
    const slow = await readSlowHead(places)
    const bounds = database.read(logBounds)
    const files = readHeadFiles(places)
    const heads: ReadHeads = { kept: [...files.kept, ...slow.kept], unreadable: [...files.unreadable, ...slow.unreadable] }
    return { bounds, heads }
  }

  const walk = async (own: Run): Promise<Walked | null> => {
    const { bounds, heads } = await look()
    const goesOn = seen !== null && database.read((db) => stillFits(db, seen!, heads.kept))
    const from: Seen = goesOn && seen ? seen : seenNothing(bounds)
    seen = from
    const walking = walkLog({
      reader,
      read: (query) => database.read(query),
      index,
      trust: options.trust(),
      heads,
      bounds,
      seen: from,
      run: ids.next(),
      sliceMs,
      resumedFrom: goesOn ? from.checked : null,
      isStopped: () => own.stopped,
    })
    while (true) {
      const startedMs = clock.monotonic()
      const next = await walking.next()
      from.spentMs += clock.monotonic() - startedMs
      if (next.done) return next.value
      own.progress = { checked: next.value.checked, total: next.value.total }
      own.feed.tell(next.value)
    }
  }

  const finish = async (own: Run, by: By): Promise<void> => {
    const found = await walk(own)
    if (!found || own.stopped) {
      stoppedAt = own.progress
      return own.feed.end({ kind: 'stopped', ...own.progress })
    }
    const tookMs = Math.round(seen?.spentMs ?? 0)
    seen = null
    if (found.wrongPart !== null) options.onWrongPart(found.wrongPart)
    const verdict = verdictOf({ ...found, tookMs })
    // The verdict is told also where it cannot be entered.
    const entered = await database.append(by, entryOfVerdict(verdict)).then(
      () => null,
      (error: unknown) => ({ error }),
    )
    own.feed.end({ kind: 'verdict', verdict }, entered?.error)
  }

  const begin = (by: By): Run => {
    stoppedAt = null
    const own: Run = { feed: createRunFeed(), stopped: false, progress: { checked: 0, total: 0 }, done: Promise.resolve() }
    const letRowsGo = options.useRows()
    own.done = finish(own, by)
      .catch((error: unknown) => (own.stopped ? own.feed.end({ kind: 'stopped', ...own.progress }) : own.feed.end(null, error)))
      .finally(() => {
        letRowsGo()
        if (run === own) run = null
      })
    return own
  }

  const stop = async (): Promise<void> => {
    const ending = run
    if (!ending) return
    ending.stopped = true
    await ending.done
  }

  return {
    verify: async function* (by, signal, { restart = false, attachOnly = false } = {}) {
      if (attachOnly && run === null) {
        if (stoppedAt) yield { kind: 'stopped', ...stoppedAt }
        return
      }
      if (restart && !attachOnly) {
        await stop()
        seen = null
      }
      run ??= begin(by)
      yield* run.feed.watch(signal)
    },
    stop,
    close: stop,
  }
}
