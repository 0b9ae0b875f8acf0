/** Wires the log: its signed heads, verification, retention, figures, saved filters, exports and reports. */
import { join } from 'node:path'
import { startChunkWorker } from '../database/chunk-worker.ts'
import type { HeadSigner } from '../database/database.ts'
import { databaseFile } from '../database/open-database.ts'
import { auditHandlers } from '../features/audit/audit.procedures.ts'
import { createAudit } from '../features/audit/audit.service.ts'
import { createExports } from '../features/audit/exports.service.ts'
import { createFigures } from '../features/audit/figures.service.ts'
import { keptHeadFile } from '../features/audit/kept-head.ts'
import { createReports } from '../features/audit/reports.service.ts'
import type { ReportsOptions } from '../features/audit/reports.service.ts'
import { createRetention } from '../features/audit/retention.service.ts'
import { createRowsInUse } from '../features/audit/rows-in-use.ts'
import { createSavedFilters } from '../features/audit/saved-filters.service.ts'
import { createSignedHeads } from '../features/audit/signed-heads.service.ts'
import type { Downloads } from '../features/handlers.ts'
import type { KeysService } from '../features/vault/keys.service.ts'
import type { SigningKeys } from '../features/vault/signing-keys.service.ts'
import type { Foundation } from './foundation.ts'
import { headFilesElsewhere } from './head-files.ts'
import type { Part } from './part.ts'
import { exportWorker } from './worker-modules.ts'

export interface WireAuditOptions {
  keys: KeysService
  signingKeys: SigningKeys
  downloads: Downloads
  /** What a report tells besides the log. */
  situation: ReportsOptions['situation']
}

export const wireAudit = (foundation: Foundation, { keys, signingKeys, downloads, situation }: WireAuditOptions) => {
  const { options, dataDirectory, database, reader, longReader, logIndex, settings, clock, ids, events, logger, queryTimes } = foundation
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
      startChunkWorker(exportWorker(), { databasePath: join(dataDirectory, databaseFile), input: job }, queryTimes.note),
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
    situation,
    trustedKeys,
  })
  const savedFilters = createSavedFilters({ database, ids })
  const part = {
    handlers: { audit: auditHandlers({ audit, figures, savedFilters, retention, exports, reports }) },
    start: () => retention.start(),
    settle: async () => {
      await audit.close()
      retention.stop()
      await logIndex.stop()
      await exports.stop()
    },
    stop: () => signedHeads.stop(),
  } satisfies Part
  return { ...part, audit }
}
