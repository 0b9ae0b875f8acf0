/** Wires the log: its signed heads, verification, retention, figures, saved filters, exports and reports. */
import { join } from 'node:path'
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import type { LiveEvents } from '../../ports/live-events.ts'
import type { Logger } from '../../ports/logger.ts'
import { startChunkWorker } from '../database/chunk-worker.ts'
import type { OnQuery } from '../database/connection.ts'
import type { Database, HeadSigner } from '../database/database.ts'
import type { IndexKeeper } from '../database/log-index/index-keeper.ts'
import { databaseFile } from '../database/open-database.ts'
import type { Reader } from '../database/reader.ts'
import { auditHandlers } from '../features/audit/audit.procedures.ts'
import { createAudit } from '../features/audit/audit.service.ts'
import type { AuditSlices } from '../features/audit/audit.slices.ts'
import { createExports } from '../features/audit/exports.service.ts'
import { createFigures } from '../features/audit/figures.service.ts'
import { keptHeadFile } from '../features/audit/kept-head.ts'
import { createReports } from '../features/audit/reports.service.ts'
import type { ReportsOptions } from '../features/audit/reports.service.ts'
import { createRetention } from '../features/audit/retention.service.ts'
import type { RetentionOptions } from '../features/audit/retention.service.ts'
import { createRowsInUse } from '../features/audit/rows-in-use.ts'
import { createSavedFilters } from '../features/audit/saved-filters.service.ts'
import { createSignedHeads } from '../features/audit/signed-heads.service.ts'
import type { Downloads } from '../features/handlers.ts'
import type { KeysService } from '../features/vault/keys.service.ts'
import type { SigningKeys } from '../features/vault/signing-keys.service.ts'
import type { ConsoleOptions } from './console.ts'
import { headFilesElsewhere } from './head-files.ts'

export interface WireAuditOptions {
  options: ConsoleOptions
  database: Database
  reader: Reader<AuditSlices>
  longReader: Reader<AuditSlices>
  logIndex: IndexKeeper
  keys: KeysService
  signingKeys: SigningKeys
  settings: RetentionOptions['settings']
  downloads: Downloads
  clock: Clock
  ids: Ids
  events: LiveEvents
  logger: Logger
  onQuery: OnQuery
  /** A module that calls `serveChunks`. */
  exportWorker: URL
  /** What a report tells besides the log. */
  situation: ReportsOptions['situation']
}

export const wireAudit = (given: WireAuditOptions) => {
  const { options, database, reader, longReader, logIndex, keys, signingKeys, settings, downloads, clock, ids, events, logger } = given
  const { dataDirectory } = options
  const trustedKeys = () => signingKeys.trusted()
  const signedHeads = createSignedHeads({
    database,
    clock,
    events,
    logger,
    keptHeadPath: join(dataDirectory, keptHeadFile),
    elsewhere: {
      files: headFilesElsewhere(options, database.installationId),
      keychain: options.keychain,
      keychainInUse: () => keys.place() === 'keychain',
    },
  })
  const rowsInUse = createRowsInUse()
  const audit = createAudit({
    database,
    reader,
    longReader,
    clock,
    dataDirectory,
    trustedKeys,
    places: signedHeads.places,
    rowsInUse,
    onWrongPart: (file) => logIndex.reject(file),
  })
  const retention = createRetention({
    database,
    clock,
    events,
    logger,
    settings,
    heads: signedHeads,
    indexBytes: () => logIndex.sizeBytes(),
    rowsInUse: () => rowsInUse.now(),
  })
  let signer: HeadSigner | null = null
  keys.whenOpen((ring) => {
    signer = signingKeys.open(ring)
    if (!signer) return
    signedHeads.use(signer)
    retention.look()
  })
  const figures = createFigures({ reader, clock })
  const exports = createExports({
    database,
    clock,
    ids,
    events,
    logger,
    downloads,
    rowsInUse,
    startMaking: (job) =>
      startChunkWorker(given.exportWorker, { databasePath: join(dataDirectory, databaseFile), input: job }, given.onQuery),
    signNow: () => signedHeads.signNow(),
    signer: () => signer,
    trustedKeys,
  })
  const reports = createReports({
    database,
    clock,
    downloads,
    verify: audit.verify,
    statistics: figures.statistics,
    situation: given.situation,
    trustedKeys,
  })
  const savedFilters = createSavedFilters({ database, ids })
  return { audit, signedHeads, retention, exports, handlers: auditHandlers({ audit, figures, savedFilters, retention, exports, reports }) }
}
