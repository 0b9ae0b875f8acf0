/** Exports of the log: prepared, made while they are fetched, told of, stopped, and entered in the log. Kept in memory. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { AuditExport, ExportFormat } from '../../../shared/contract/audit-export.ts'
import type { AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { ChunkWorker } from '../../database/chunk-worker.ts'
import type { By, Database, HeadSigner } from '../../database/database.ts'
import type { Downloads, OpenSession } from '../handlers.ts'
import { DownloadEnded } from '../handlers.ts'
import { headUpTo, logBounds } from './audit.store.ts'
import { exportEntry, exportStartedEntry } from './export-events.ts'
import type { ExportFacts, ExportProgress } from './export-content.ts'
import { entryFormat } from './export-formats.ts'
import { manifestOf, manifestText, signManifest } from './export-manifest.ts'
import { isOver, viewOf } from './export-record.ts'
import type { ExportRecord } from './export-record.ts'
import { filterWords } from './filter-words.ts'
import type { TrustedKey } from './head-break.ts'
import type { RowsInUse } from './rows-in-use.ts'
import type { ExportJob } from './export-job.ts'

export interface ExportsOptions {
  database: Database
  clock: Clock
  ids: Ids
  events: LiveEvents
  logger: Logger
  downloads: Downloads
  /** Begins to make one file, on a worker of its own. */
  startMaking(job: ExportJob): ChunkWorker<ExportProgress, ExportFacts>
  /** Retention waits as long as rows are to leave. */
  rowsInUse: Pick<RowsInUse, 'begin'>
  /** Signs the newest entry, so that a head covers the last row of a file; does nothing while the vault is not open. */
  signNow(): void
  /** Null while the vault is not open. */
  signer(): HeadSigner | null
  trustedKeys(): TrustedKey[] | null
}

const mostKept = 50
const mostAtOnce = 4
/** A little longer than a link holds. */
const fetchWithinMs = 61_000
const tellEveryMs = 500
const stamp = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19).replaceAll(':', '-')

export const createExports = (options: ExportsOptions) => {
  const { database, clock, ids, events, logger, downloads } = options
  const known = new Map<string, ExportRecord>()

  let toldMs = -Infinity
  let cancelPlanned: (() => void) | null = null
  const tellNow = () => {
    cancelPlanned?.()
    cancelPlanned = null
    toldMs = clock.monotonic()
    events.publish({ kind: 'exports-changed' })
  }
  const tell = () => {
    const restMs = toldMs + tellEveryMs - clock.monotonic()
    if (restMs <= 0) tellNow()
    else cancelPlanned ??= clock.after(restMs, tellNow)
  }

  const makeRoom = (userId: string) => {
    const unfinished = [...known.values()].filter((one) => !isOver(one))
    if (unfinished.length >= mostAtOnce)
      throw new GatehouseError('BUSY', `${mostAtOnce} exports are under way; wait for one to end, or cancel it.`, {})
    const own = [...known.values()].filter((one) => one.userId === userId)
    const over = own.filter(isOver)
    for (const one of over.slice(0, Math.max(0, own.length - mostKept + 1))) known.delete(one.id)
  }

  /** Once: how it ended is entered, and told. */
  const end = async (one: ExportRecord, state: 'done' | 'cancelled' | 'failed', problem: string | null) => {
    if (isOver(one)) return
    one.tookMs = one.state === 'running' ? Math.round(clock.monotonic() - one.startedMs) : 0
    one.state = state
    one.problem = problem
    one.release()
    tellNow()
    await database
      .append(one.by, exportEntry({ ...one, ...one.job, filterWords: filterWords(one.job.filter), state }))
      .catch((error: unknown) => logger.error({ err: error, id: one.id }, 'the end of an export could not be entered'))
  }

  /** What leaves is entered before its first byte. */
  const enterStart = (one: ExportRecord) =>
    database.append(one.by, exportStartedEntry({ ...one.job, fileName: one.fileName, filterWords: filterWords(one.job.filter) }))

  const open = (one: ExportRecord): ReadableStream<Uint8Array> | null => {
    if (one.state !== 'waiting') return null
    one.state = 'running'
    one.startedMs = clock.monotonic()
    let making: ChunkWorker<ExportProgress, ExportFacts> | null = null
    let entered: Promise<number> | null = null
    const stopMaking = () => {
      const stopping = making
      making = null
      stopping?.stop().catch((error: unknown) => logger.error({ err: error }, 'the worker of an export did not stop'))
    }
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          one.stop = (why) => {
            stopMaking()
            controller.error(why)
          }
        },
        pull: async (controller) => {
          try {
            await (entered ??= enterStart(one))
            if (isOver(one)) return
            making ??= options.startMaking(one.job)
            const next = await making.next()
            if (isOver(one)) return
            if (!next.done) {
              one.rows = next.chunk.progress.rows
              one.share = next.chunk.progress.share
              one.bytes += next.chunk.bytes.length
              tell()
              return controller.enqueue(next.chunk.bytes)
            }
            one.facts = next.result
            one.rows = next.result.rows
            stopMaking()
            await end(one, 'done', null)
            controller.close()
          } catch (error) {
            if (isOver(one)) return
            logger.error({ err: error, id: one.id }, 'an export failed')
            stopMaking()
            await end(
              one,
              'failed',
              error instanceof GatehouseError ? error.message : 'The file could not be made; the technical log says why.',
            )
            controller.error(error)
          }
        },
        cancel: async (why) => {
          stopMaking()
          if (why instanceof DownloadEnded) await end(one, 'failed', why.message)
          else await end(one, 'cancelled', 'Whoever fetched the file went away before it was whole.')
        },
      },
      { highWaterMark: 0 },
    )
  }

  const cancel = async (one: ExportRecord, why: string) => {
    if (isOver(one)) return
    const ended = end(one, 'cancelled', why)
    one.stop(new DownloadEnded(why))
    await ended
  }

  const own = (session: OpenSession, id: string): ExportRecord => {
    const one = known.get(id)
    if (!one || one.userId !== session.user.id)
      throw new GatehouseError('NOT_FOUND', 'There is no such export since the console was started.', {})
    return one
  }

  return {
    /** Fixes the set of rows. Throws BUSY where too many are under way. */
    prepare: async (by: By, session: OpenSession, asked: { filter: AuditFilter; format: ExportFormat; gzip: boolean }) => {
      await database.flush()
      // Nothing is awaited from here until it is known: newest entry and newest head are of one moment.
      makeRoom(session.user.id)
      options.signNow()
      const { bounds, head } = database.read((db) => {
        const bounds = logBounds(db)
        return { bounds, head: headUpTo(db, bounds.lastSequence) }
      })
      const { filter, format, gzip } = asked
      const { extension, contentType } = entryFormat(format, database.installationId)
      const preparedAtMs = clock.now()
      const one: ExportRecord = {
        id: ids.next(),
        by,
        userId: session.user.id,
        job: { filter, format, gzip, installationId: database.installationId, after: bounds.horizonSequence, until: bounds.lastSequence },
        fileName: `gatehouse-log-${stamp(preparedAtMs)}.${extension}${gzip ? '.gz' : ''}`,
        bounds,
        head,
        preparedAtMs,
        startedMs: 0,
        tookMs: 0,
        state: 'waiting',
        rows: 0,
        share: 0,
        bytes: 0,
        problem: null,
        facts: null,
        release: options.rowsInUse.begin(),
        stop: () => {},
      }
      known.set(one.id, one)
      clock.after(fetchWithinMs, () => {
        if (one.state === 'waiting') void cancel(one, 'The file was not fetched within a minute.')
      })
      const { url } = await downloads.create({
        sessionId: session.id,
        fileName: one.fileName,
        contentType: gzip ? 'application/gzip' : contentType,
        body: () => open(one),
      })
      tellNow()
      return { id: one.id, url, fileName: one.fileName }
    },

    list: (session: OpenSession): AuditExport[] =>
      [...known.values()]
        .filter((one) => one.userId === session.user.id)
        .toReversed()
        .map((one) => viewOf(one, clock.monotonic())),

    cancel: (session: OpenSession, id: string) => cancel(own(session, id), 'The export was cancelled.'),

    /** Throws CONFLICT where the file is not whole. */
    manifest: async (session: OpenSession, id: string) => {
      const one = own(session, id)
      if (one.state !== 'done' || one.facts === null)
        throw new GatehouseError('CONFLICT', 'Only a finished export has a manifest: this file is not whole.', {})
      const fileName = `${one.fileName}.manifest.json`
      const trusted = options.trustedKeys()
      const manifest = manifestOf(one, one.facts, trusted, clock.now())
      const body = manifestText(manifest, signManifest(manifest, options.signer(), trusted))
      const { url } = await downloads.create({ sessionId: session.id, fileName, contentType: 'application/json', body })
      return { url, fileName }
    },

    /** Ends what is under way; resolves once that is entered. */
    stop: async () => {
      cancelPlanned?.()
      await Promise.all([...known.values()].map((one) => cancel(one, 'The console was stopped.')))
      cancelPlanned?.()
    },
  }
}
export type Exports = ReturnType<typeof createExports>
