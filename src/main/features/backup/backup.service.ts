/** Backups as one service: made, verified, downloaded, removed; brought, examined and restored. */
import { createReadStream } from 'node:fs'
import { Readable as NodeReadable } from 'node:stream'
import type { BackupOpener, BackupState, RestorePlan } from '../../../shared/contract/backup.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By } from '../../database/database.ts'
import type { Downloads, OpenSession } from '../handlers.ts'
import { readHeader } from './backup-header.ts'
import type { FileKeys } from './backup-keys.service.ts'
import { checksOf, noteCheck, noteGone, noteRestoredTold, restoredBefore } from './backup.store.ts'
import type { Restored } from './backup.store.ts'
import { createDailyBackup } from './daily-backup.service.ts'
import type { DailyOptions } from './daily-backup.service.ts'
import type { Examine } from './examined-backup.service.ts'
import { viewOf } from './kept-backups.ts'
import { readWhole } from './make-backup.service.ts'
import { alreadySetUp } from './restore.service.ts'
import type { Restore } from './restore.service.ts'
import { sentenceOf, WorkCancelled } from './running-work.service.ts'
import { forgetAside } from './swap-restored.ts'
import type { Uploads } from './uploads.service.ts'

export interface BackupOptions extends DailyOptions {
  dataDirectory: string
  downloads: Downloads
  fileKeys: FileKeys
  uploads: Uploads
  examine: Examine
  restore: Restore
  /** Whoever finds the file guesses as fast as they can. Throws WEAK_PASSWORD. */
  requireStrong(passphrase: string, name: string): Promise<void>
  /** Ends the console and starts it anew, once this answer is on its way. */
  restart(): void
}

export type Source = { kind: 'kept'; name: string } | { kind: 'upload'; upload: string }

const unmadeEntry = (error: unknown): AuditEvent =>
  error instanceof WorkCancelled
    ? { action: 'backup.cancelled', message: 'A backup was stopped before it was whole; no file was kept' }
    : { action: 'backup.failed', severity: 'medium', outcome: 'failed', message: `A backup could not be made: ${sentenceOf(error)}` }

/** Nobody is signed in before first run. */
export const firstRestoreOwner = 'first restore'

export const createBackups = (options: BackupOptions) => {
  const { database, dataDirectory, clock, vault, kept, work, make, fileKeys, uploads, examine, restore, downloads } = options
  const daily = createDailyBackup(options)
  let restored: Restored | null = null

  const target = (name: string) => ({ kind: 'backup', id: null, name })

  const pathOf = (owner: string, source: Source): string =>
    source.kind === 'kept' ? kept.pathOf(source.name) : uploads.pathOf(owner, source.upload)
  const sourceName = (source: Source): string => (source.kind === 'kept' ? source.name : 'a file that was brought')

  /** What does not open is entered: somebody may be trying passphrases. */
  const entering = async <T>(by: By, name: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run()
    } catch (error) {
      if (error instanceof GatehouseError && error.code === 'INVALID_INPUT')
        await database.append(by, {
          action: 'backup.refused',
          severity: 'medium',
          outcome: 'refused',
          message: `A backup was refused (${name}): ${error.message}`,
          target: target(name),
        })
      throw error
    }
  }

  const assertNobodyIsThere = () => {
    if (restore.isSetUp()) throw alreadySetUp()
  }

  return {
    state: (): BackupState => {
      const checks = database.read(checksOf)
      const masterKeyId = vault.masterKeyId()
      return {
        kept: kept.all().map((found) => viewOf(found, checks.get(found.name) ?? null, masterKeyId)),
        work: work.now(),
        daily: daily.state(),
        directory: kept.directory,
        hasRecoveryKey: vault.hasRecoveryKey(),
        lastRestore: restored,
      }
    },

    /** It goes on by itself; `state` tells how. Throws WEAK_PASSWORD, VAULT_UNAVAILABLE or BUSY. */
    make: async (by: By, { passphrase, withLog }: { passphrase: string; withLog: boolean }): Promise<{ id: string }> => {
      await options.requireStrong(passphrase, by.actor.name)
      vault.masterKey()
      const { id, result } = work.begin('make', (course) => make(by, { kind: 'on-demand', withLog, passphrase }, course))
      result.catch((error: unknown) => database.append(by, unmadeEntry(error)).catch(() => {}))
      return { id }
    },

    cancel: () => work.stop(),

    /** Throws INVALID_INPUT at once where it does not open; the rest is told by `state`. */
    verify: async (by: By, name: string, opener: BackupOpener): Promise<{ id: string }> => {
      const path = kept.pathOf(name)
      const opened = Promise.withResolvers<void>()
      const { id, result } = work.begin('verify', async (course) => {
        course.tell({ name })
        try {
          const found = readHeader(path)
          const fileKey = await fileKeys.open(found, opener)
          opened.resolve()
          await entering(by, name, () => readWhole(path, found, fileKey, course))
        } catch (error) {
          opened.reject(error)
          throw error
        }
        database.note(noteCheck, { name, atMs: clock.now() })
        await database.append(by, {
          action: 'backup.verified',
          message: `The backup ${name} was read whole and is good`,
          target: target(name),
        })
      })
      result.catch(() => {})
      await entering(by, name, () => opened.promise)
      return { id }
    },

    download: async (by: By, session: OpenSession, name: string): Promise<{ url: string }> => {
      const path = kept.pathOf(name)
      await database.append(by, {
        action: 'backup.downloaded',
        severity: 'high',
        message: `${by.actor.name} took the backup ${name} as a file`,
        target: target(name),
      })
      return downloads.create({
        sessionId: session.id,
        fileName: name,
        contentType: 'application/octet-stream',
        body: () => NodeReadable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
      })
    },

    remove: async (by: By, name: string): Promise<void> => {
      kept.pathOf(name)
      await database.append(by, {
        action: 'backup.removed',
        severity: 'medium',
        message: `${by.actor.name} deleted the backup ${name}`,
        target: target(name),
      })
      kept.remove(name)
      database.note(noteGone, { name })
    },

    uploads,
    /** Throws ALREADY_SET_UP once there is a user. */
    assertFirstRestore: assertNobodyIsThere,

    /** `signal`: whoever asked went away. Then it ends, and another can be opened. */
    examine: async (
      by: By,
      owner: string,
      { source, opener }: { source: Source; opener: BackupOpener },
      signal?: AbortSignal,
    ): Promise<RestorePlan> => {
      if (owner === firstRestoreOwner) {
        assertNobodyIsThere()
        // The names of what lies here are nobody's business before somebody signed in.
        if (source.kind === 'kept') throw new GatehouseError('NOT_FOUND', 'There is no such backup any more.', {})
      }
      const path = pathOf(owner, source)
      return entering(by, sourceName(source), () => {
        const { id, result } = work.begin('examine', async (course) => {
          restore.letGo()
          return restore.hold(owner, await examine(path, opener, !restore.isSetUp(), course))
        })
        const end = () => void (work.now()?.id === id && work.stop())
        if (signal?.aborted) end()
        signal?.addEventListener('abort', end, { once: true })
        return result
      })
    },

    /** Answers, then the console starts anew. What it throws has changed nothing. */
    restore: async (by: By, owner: string, ticket: string): Promise<void> => {
      if (owner === firstRestoreOwner) assertNobodyIsThere()
      await work.begin('examine', (course) => restore.restore(by, owner, ticket, course)).result
      options.restart()
    },

    start: () => {
      forgetAside(dataDirectory, clock.now())
      restored = database.read(restoredBefore)
      if (restored) database.note(noteRestoredTold, { one: 1 })
      daily.start()
    },
    stop: async () => {
      daily.stop()
      await work.stop()
      uploads.stop()
      restore.letGo()
    },
  }
}
export type Backups = ReturnType<typeof createBackups>
