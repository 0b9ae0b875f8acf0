/** Opens a backup, reads all of it, and only then makes a database of it beside, with which a restore is planned and done. */
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from '../../../ports/logger.ts'
import type { BackupContents, BackupOpener } from '../../../shared/contract/backup.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import { openForReading } from '../../database/connection.ts'
import type { Migration } from '../../database/migrations/migration.ts'
import { databaseFile } from '../../database/open-database.ts'
import { loadTables } from '../../database/load-tables.ts'
import { asGatehouseError } from '../../database/sqlite-errors.ts'
import { readBackupLines } from './backup-file.ts'
import { readHeader, refuse } from './backup-header.ts'
import type { BackupHeader } from './backup-header.ts'
import type { FileKeys } from './backup-keys.service.ts'
import { strangeContents } from './backup-lines.ts'
import type { Manifest } from './backup-lines.ts'
import { logTables } from './backup-tables.ts'
import { figuresOf, installationIn } from './backup.store.ts'
import { readWhole } from './make-backup.service.ts'
import { beginEmptyLog } from './restore.store.ts'
import type { Course } from './running-work.service.ts'
import { WorkCancelled } from './running-work.service.ts'

export interface Examined {
  header: BackupHeader
  manifest: Manifest
  masterKey: Uint8Array
  /** A whole database of the newest schema in a directory of its own. */
  directory: string
  databasePath: string
}

export interface ExamineOptions {
  /** For what is built; goes with every start. */
  directory: string
  migrations: readonly Migration[]
  product: string
  fileKeys: FileKeys
  logger: Logger
}

export const contentsOf = ({ header, manifest }: Pick<Examined, 'header' | 'manifest'>): BackupContents => ({
  createdAtMs: header.createdAtMs,
  product: header.product,
  schema: header.schema,
  machine: manifest.machine,
  withLog: header.withLog,
  users: manifest.users,
  keys: manifest.keys,
  routes: manifest.routes,
  settings: manifest.settings,
  logEntries: manifest.logEntries,
  lastSequence: manifest.lastSequence,
})

/** `takeLog`: the log of the backup becomes the log here. Throws INVALID_INPUT with a sentence; then nothing is left. */
export const createExamine = ({ directory, migrations, product, fileKeys, logger }: ExamineOptions) => {
  const newest = migrations.at(-1)?.id ?? 0

  const build = async (path: string, header: BackupHeader, fileKey: Uint8Array, takeLog: boolean, course: Course): Promise<string> => {
    rmSync(directory, { recursive: true, force: true })
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    const databasePath = join(directory, databaseFile)
    closeSync(openSync(databasePath, 'wx', 0o600))
    const loader = loadTables(databasePath, migrations, header.schema)
    try {
      // Its log is no part of a restore over a console that has its own.
      let passedOver = false
      const lines = readBackupLines({
        path,
        found: readHeader(path),
        fileKey,
        isStopped: () => course.isStopped(),
        onProgress: (doneBytes, totalBytes) => course.tell({ phase: 'write', doneBytes, totalBytes }),
      })
      for await (const line of lines) {
        if (line.startsWith('{"table"')) passedOver = !takeLog && logTables.has((JSON.parse(line) as { table: string }).table)
        if (!passedOver) loader.take(line)
      }
      if (course.isStopped()) throw new WorkCancelled()
      // A restore over another log, or one without a log, makes its own beginning; see the finish of each.
      loader.finish((tx) => {
        if (!takeLog || !header.withLog) beginEmptyLog(tx)
      })
      return databasePath
    } catch (error) {
      loader.abandon()
      throw error
    }
  }

  /** What it holds, in the place of what it says of itself: who made a file may have it say anything. */
  const look = (databasePath: string, header: BackupHeader, told: Manifest, takeLog: boolean): Manifest => {
    const { connection, handle } = openForReading(databasePath)
    try {
      if (installationIn(handle) !== header.installationId) throw refuse(strangeContents)
      const found = figuresOf(handle, header.withLog)
      const { logEntries, lastSequence, lastHash } = takeLog && header.withLog ? found : told
      return { machine: told.machine, ...found, logEntries, lastSequence, lastHash }
    } finally {
      connection.close()
    }
  }

  /** Whatever does not fit is a fault of the file, unless the disk is the cause. */
  const judge = (error: unknown): unknown => {
    const told = asGatehouseError(error)
    if (told instanceof GatehouseError) return told
    // A parser quotes what it reads.
    logger.warn(error instanceof SyntaxError ? { fault: error.name } : { err: error }, 'the contents of a backup do not fit')
    return refuse(strangeContents)
  }

  return async (path: string, opener: BackupOpener, takeLog: boolean, course: Course): Promise<Examined> => {
    const found = readHeader(path)
    const { header } = found
    if (header.schema > newest)
      throw refuse(
        `This backup was made by Gatehouse ${header.product} (schema ${header.schema}); this is Gatehouse ${product} (schema ${newest}). Install ${header.product} or newer, then restore.`,
      )
    const fileKey = await fileKeys.open(found, opener)
    const { manifest, masterKey } = await readWhole(path, found, fileKey, course)
    try {
      const databasePath = await build(path, header, fileKey, takeLog, course)
      const found = look(databasePath, header, manifest, takeLog)
      return { header, manifest: found, masterKey: new Uint8Array(Buffer.from(masterKey, 'base64')), directory, databasePath }
    } catch (error) {
      rmSync(directory, { recursive: true, force: true })
      throw judge(error)
    }
  }
}
export type Examine = ReturnType<typeof createExamine>
