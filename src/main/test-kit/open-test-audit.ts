/** The audit feature over a real database with a signer of its own, and an intruder who minds no trigger. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { createLiveEvents } from '../../ports/live-events.ts'
import { silentLogger } from '../../ports/logger.ts'
import type { Verdict, VerifyEvent } from '../../shared/contract/audit.ts'
import { openForReading } from '../database/connection.ts'
import type { AuditEvent } from '../database/database.ts'
import { indexDirectory } from '../database/log-index/index-schema.ts'
import { openLogIndex } from '../database/log-index/open-log-index.ts'
import type { Reader } from '../database/reader.ts'
import { createReader } from '../database/reader.ts'
import { createAudit } from '../features/audit/audit.service.ts'
import { auditSlices } from '../features/audit/audit.slices.ts'
import type { AuditSlices } from '../features/audit/audit.slices.ts'
import type { TrustedKey } from '../features/audit/head-break.ts'
import { keptHeadFile } from '../features/audit/kept-head.ts'
import { createSignedHeads } from '../features/audit/signed-heads.service.ts'
import type { HeadsElsewhere } from '../features/audit/signed-heads.service.ts'
import { createEd25519Signer } from './ed25519-signer.ts'
import type { TestSigner } from './ed25519-signer.ts'
import { indexNow } from './index-now.ts'
import type { IndexNowOptions } from './index-now.ts'
import { bySystem, openTestDatabase } from './open-test-database.ts'

/** The slices on this thread: as in the worker, without its start. */
const createInlineReader = (path: string, directory: string, partSize: number | undefined): Reader<AuditSlices> => {
  const { connection, handle } = openForReading(path)
  const index = openLogIndex({ directory, log: handle, ...(partSize === undefined ? {} : { partSize }) })
  return {
    run: async (name, input) => auditSlices[name](handle, structuredClone(input) as never, index) as never,
    close: async () => {
      index.close()
      connection.close()
    },
  }
}

export interface TestAuditOptions {
  /** Long reads in a real worker. */
  worker?: boolean
  directory?: string
  /** The signer of the log that lies in `directory`. */
  keys?: TestSigner
  /** Entries a part of the log's index. */
  partSize?: number
  /** Stands between the feature and its long reads. */
  wrapReader?: (reader: Reader<AuditSlices>) => Reader<AuditSlices>
  /** Further places of the newest head. */
  elsewhere?: HeadsElsewhere
}

export const openTestAudit = ({
  worker = false,
  directory,
  keys = createEd25519Signer(),
  partSize,
  wrapReader,
  elsewhere,
}: TestAuditOptions = {}) => {
  const events = createLiveEvents()
  const opened = openTestDatabase({
    ...(directory ? { directory } : {}),
    onAppended: (lastSequence) => events.publish({ kind: 'audit-appended', lastSequence }),
  })
  const { clock, path } = opened
  const keptHeadPath = join(opened.directory, keptHeadFile)
  const index = join(opened.directory, indexDirectory)
  const ownReader = worker
    ? createReader<AuditSlices>(new URL('../console/reader-worker.ts', import.meta.url), {
        databasePath: path,
        indexDirectory: index,
        ...(partSize === undefined ? {} : { partSize }),
      })
    : createInlineReader(path, index, partSize)
  const reader = wrapReader?.(ownReader) ?? ownReader
  onTestFinished(() => reader.close())
  const { signer, trusted } = keys
  let trustedKeys: TrustedKey[] | null = [trusted]
  const wrongParts: string[] = []
  const start = () => {
    const { database } = opened
    const heads = createSignedHeads({ database, clock, events, logger: silentLogger, keptHeadPath, ...(elsewhere ? { elsewhere } : {}) })
    const audit = createAudit({
      database,
      reader,
      clock,
      dataDirectory: opened.directory,
      trustedKeys: () => trustedKeys,
      places: heads.places,
      onWrongPart: (file) => wrongParts.push(file),
      ...(partSize === undefined ? {} : { partSize }),
    })
    return { audit, heads }
  }
  let running = start()
  running.heads.use(signer)
  return {
    ...opened,
    events,
    keys,
    signer,
    keptHeadPath,
    /** Parts of the index that a verification found wrong. */
    wrongParts,
    keptHead: () => JSON.parse(readFileSync(keptHeadPath, 'utf8')) as { sequence: number; hash: string },
    get database() {
      return opened.database
    },
    get audit() {
      return running.audit
    },
    get heads() {
      return running.heads
    },
    /** As a vault that is not open. */
    forgetKeys: () => {
      trustedKeys = null
    },
    /** Ends without signing, as after a crash, and starts again. */
    restart: async () => {
      await opened.reopen()
      running = start()
      running.heads.use(signer)
    },
    /** `count` entries, a second apart. */
    append: async (count: number, event: Partial<AuditEvent> = {}) => {
      const waiting = Array.from({ length: count }, (_, index) => {
        clock.setNow(clock.now() + 1000)
        return opened.database.append(bySystem, { action: 'thing.happened', message: `Thing ${index}`, ...event })
      })
      await opened.database.flush()
      await Promise.all(waiting)
    },
    /** Indexes what is in the log by now, without a worker. */
    indexNow: (options: IndexNowOptions = {}) =>
      indexNow(
        { directory: opened.directory, path, database: opened.database },
        { ...(partSize === undefined ? {} : { partSize }), ...options },
      ),
    close: async () => {
      await reader.close()
      await opened.database.close()
    },
    verify: async (): Promise<Verdict> => verdictIn(running.audit.verify(bySystem, undefined)),
    /** Another program with every right: no trigger, no foreign key. */
    intruder: (): Sqlite.Database => {
      const other = opened.outside()
      const triggers = other.prepare<[], string>("SELECT 'DROP TRIGGER ' || name FROM sqlite_schema WHERE type = 'trigger'").pluck().all()
      for (const sql of triggers) other.exec(sql)
      other.pragma('foreign_keys = OFF')
      return other
    },
  }
}
export type TestAudit = ReturnType<typeof openTestAudit>

export const verdictIn = async (told: AsyncIterable<VerifyEvent>): Promise<Verdict> => {
  for await (const event of told) if (event.kind === 'verdict') return event.verdict
  throw new Error('No verdict was told.')
}

/** All that is told from now on. */
export const allTold = async (told: AsyncIterable<VerifyEvent>): Promise<VerifyEvent[]> => {
  const events: VerifyEvent[] = []
  for await (const event of told) events.push(event)
  return events
}
