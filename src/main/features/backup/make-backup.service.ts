/** Makes a backup: a snapshot read by a worker, encrypted before it touches the disk, read again whole before it counts. */
import { hostname } from 'node:os'
import type { ChunkWorker } from '../../database/chunk-worker.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { By, Database } from '../../database/database.ts'
import type { BackupJob, BackupProgress } from './backup-content.slices.ts'
import { createBackupSink, readBackupLines } from './backup-file.ts'
import { readHeader, refuse } from './backup-header.ts'
import type { BackupHeader, FoundHeader } from './backup-header.ts'
import { makeFileKey } from './backup-keys.service.ts'
import type { FileKeys } from './backup-keys.service.ts'
import { readLine, strangeContents } from './backup-lines.ts'
import type { Manifest } from './backup-lines.ts'
import { noteCheck } from './backup.store.ts'
import type { KeptBackups } from './kept-backups.ts'
import type { Course } from './running-work.service.ts'
import { WorkCancelled } from './running-work.service.ts'
import type { VaultForBackups } from './vault-for-backups.ts'

export interface MakeOptions {
  database: Database
  clock: Clock
  ids: Ids
  logger: Logger
  vault: VaultForBackups
  fileKeys: FileKeys
  kept: KeptBackups
  product: string
  /** Newest step of the schema. */
  schema: number
  startContent(job: BackupJob): ChunkWorker<BackupProgress, BackupProgress>
}

export interface MakeWhat {
  kind: BackupHeader['kind']
  withLog: boolean
  passphrase?: string
  /** A master key that is in force soon, and shall open it, too. */
  also?: { masterKeyId: string; masterKey: Uint8Array }
}

const kindWords = { daily: 'The daily backup', 'on-demand': 'A backup', 'before-restore': 'A backup of what a restore replaces' } as const

/** Reads all of it. Throws INVALID_INPUT where a chunk is damaged or the end is missing, WorkCancelled where it was stopped. */
export const readWhole = async (
  path: string,
  found: FoundHeader,
  fileKey: Uint8Array,
  course: Course,
): Promise<{ manifest: Manifest; masterKey: string }> => {
  let manifest: Manifest | null = null
  let masterKey: string | null = null
  let rows = 0
  let counted: number | null = null
  course.tell({ phase: 'read', doneBytes: 0 })
  const lines = readBackupLines({
    path,
    found,
    fileKey,
    isStopped: () => course.isStopped(),
    onProgress: (doneBytes, totalBytes) => course.tell({ doneBytes, totalBytes }),
  })
  for await (const line of lines) {
    if (line.startsWith('[')) {
      rows += 1
      continue
    }
    const told = readLine(line)
    if ('manifest' in told) ({ manifest } = told)
    else if ('key' in told) ({ masterKey } = told.key)
    else if ('rows' in told) counted = told.rows
  }
  if (course.isStopped()) throw new WorkCancelled()
  if (!manifest || masterKey === null || counted !== rows) throw refuse(strangeContents)
  return { manifest, masterKey }
}

export const createMakeBackup = (options: MakeOptions) => {
  const { database, clock, ids, logger, vault, fileKeys, kept } = options

  const writeTo = async (path: string, header: BackupHeader, fileKey: Uint8Array, course: Course): Promise<number> => {
    const sink = await createBackupSink(path, header, fileKey)
    const content = options.startContent({ withLog: header.withLog, machine: hostname() })
    try {
      await sink.write(Buffer.from(`${JSON.stringify({ key: { masterKey: Buffer.from(vault.masterKey()).toString('base64') } })}\n`))
      let doneBytes = 0
      for (let next = await content.next(); !next.done; next = await content.next()) {
        if (course.isStopped()) throw new WorkCancelled()
        const { bytes, progress } = next.chunk
        await sink.write(bytes)
        doneBytes += bytes.length
        const share = progress.totalRows === 0 ? 1 : progress.rows / progress.totalRows
        course.tell({ phase: 'write', doneBytes, totalBytes: share > 0.02 ? Math.round(doneBytes / share) : null })
      }
      return await sink.end()
    } catch (error) {
      await sink.abandon()
      throw error
    } finally {
      await content.stop()
    }
  }

  /** Throws VAULT_UNAVAILABLE, DISK_FULL or WorkCancelled; then no file is left. Answers its name. */
  return async (by: By, what: MakeWhat, course: Course): Promise<string> => {
    await database.flush()
    const { kind, withLog, passphrase, also } = what
    const id = ids.next()
    const fileKey = makeFileKey()
    const slots = await fileKeys.slots(fileKey, id, { ...(passphrase !== undefined && { passphrase }), ...(also && { also }) })
    const createdAtMs = clock.now()
    const { installationId } = database
    const header: BackupHeader = {
      id,
      installationId,
      createdAtMs,
      product: options.product,
      schema: options.schema,
      kind,
      withLog,
      slots,
    }
    const path = kept.beginPath(id)
    let name: string
    let bytes: number
    let manifest: Manifest
    try {
      bytes = await writeTo(path, header, fileKey, course)
      ;({ manifest } = await readWhole(path, readHeader(path), fileKey, course))
      name = kept.finish(path, createdAtMs)
    } catch (error) {
      kept.discard(path)
      throw error
    }
    course.tell({ name })
    database.note(noteCheck, { name, atMs: clock.now() })
    logger.info({ name, bytes }, 'a backup was made')
    await database.append(by, {
      action: 'backup.made',
      message: `${kindWords[kind]} was made${withLog ? ' with the log' : ''}, and read again whole: ${name}`,
      target: { kind: 'backup', id, name },
      detail: { kind, withLog, bytes, users: manifest.users.length, keys: manifest.keys, opensWith: slots.map((slot) => slot.kind) },
    })
    return name
  }
}
export type MakeBackup = ReturnType<typeof createMakeBackup>
