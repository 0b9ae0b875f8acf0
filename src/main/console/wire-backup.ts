/** Wires backups: what they are lent of the vault, where they lie, and how a restored console comes to be. */
import { join } from 'node:path'
import { startChunkWorker } from '../database/chunk-worker.ts'
import type { By, KeptHead } from '../database/database.ts'
import { databaseFile, openDatabase } from '../database/open-database.ts'
import { requireStrong } from '../features/access/password-strength.ts'
import { readKeptHead } from '../features/audit/kept-head.ts'
import { createFileKeys } from '../features/backup/backup-keys.service.ts'
import type { BackupJob, BackupProgress } from '../features/backup/backup-content.slices.ts'
import { backupHandlers, firstRestoreHandlers } from '../features/backup/backup.procedures.ts'
import { createBackups } from '../features/backup/backup.service.ts'
import { createExamine } from '../features/backup/examined-backup.service.ts'
import { openKeptBackups } from '../features/backup/kept-backups.ts'
import { createMakeBackup } from '../features/backup/make-backup.service.ts'
import { createRestore } from '../features/backup/restore.service.ts'
import type { RestoreOptions } from '../features/backup/restore.service.ts'
import { createRunningWork } from '../features/backup/running-work.service.ts'
import { buildDirectory } from '../features/backup/swap-restored.ts'
import { createUploads } from '../features/backup/uploads.service.ts'
import type { Downloads } from '../features/handlers.ts'
import { createBackupKeys } from '../features/vault/backup-keys.service.ts'
import { createKeychainEntries } from '../features/vault/keychain-entries.service.ts'
import { createRestoredKeys } from '../features/vault/restored-keys.service.ts'
import type { PlannedKeys } from '../features/vault/restored-keys.service.ts'
import type { Foundation } from './foundation.ts'
import { headFilesElsewhere } from './head-files.ts'
import { migrations } from './migrations.ts'
import type { Part } from './part.ts'
import type { WiredKeys } from './wire-keys.ts'
import { backupWorker } from './worker-modules.ts'

export interface WireBackupOptions {
  opening: WiredKeys
  downloads: Downloads
  /** Ends the console and starts it anew, once the answer of this moment is on its way. */
  restart(): void
}

/** In the data directory. */
const keptDirectory = 'backups'
const uploadDirectory = 'uploads'

export const wireBackup = (foundation: Foundation, { opening, downloads, restart }: WireBackupOptions) => {
  const { options, dataDirectory, database, clock, ids, logger, settings, queryTimes } = foundation
  const { given, entries, keys, recovery, signingKeys } = opening
  const schema = migrations.at(-1)!.id
  const product = options.version
  const vault = createBackupKeys({ database, keys })
  const fileKeys = createFileKeys(vault, options.passwordCost)
  const kept = openKeptBackups(join(dataDirectory, keptDirectory))
  const make = createMakeBackup({
    ...foundation,
    vault,
    fileKeys,
    kept,
    product,
    schema,
    startContent: (job: BackupJob) =>
      startChunkWorker<BackupJob, BackupProgress, BackupProgress>(
        backupWorker(),
        { databasePath: join(dataDirectory, databaseFile), input: job },
        queryTimes.note,
      ),
  })
  const restoredKeys = createRestoredKeys({ keys, given, clock, ids })
  const keptHeads = (installationId: string): KeptHead[] =>
    headFilesElsewhere(options, installationId).flatMap(({ path }) => {
      const head = readKeptHead(path)
      if (head === null || head === 'unreadable') return []
      const { sequence, hash } = head
      const horizon = { horizonSequence: head.horizon_sequence, horizonHash: head.horizon_hash }
      return [
        { sequence, atMs: head.at_ms, hash, keyId: head.key_id, signature: Buffer.from(head.signature).toString('base64'), ...horizon },
      ]
    })

  /** A whole database, which becomes this console's at the next start. */
  const finishBuilt: RestoreOptions<PlannedKeys>['finishBuilt'] = async (directory, planned, by: By, events, write) => {
    const built = openDatabase({
      directory,
      migrations,
      clock,
      ids,
      logger,
      reserveBytes: 0,
      onAppended: () => {},
      onStorageChange: () => {},
    })
    try {
      await planned.keep(createKeychainEntries({ database: built, keychain: options.keychain, logger }))
      await built.change(by, events, (tx) => {
        write(tx)
        return planned.commit(tx, tx, recovery)
      })
      if (planned.signer) built.signHead(planned.signer)
    } finally {
      await built.close()
    }
  }

  const backups = createBackups({
    ...foundation,
    settings: {
      daily: () => settings.get('backup.daily'),
      withLog: () => settings.get('backup.withLog'),
      hour: () => settings.get('backup.hour'),
      keep: () => settings.get('backup.keep'),
    },
    vault,
    kept,
    work: createRunningWork({ clock, ids, logger }),
    make,
    fileKeys,
    downloads,
    uploads: createUploads({
      directory: join(dataDirectory, uploadDirectory),
      clock,
      ids,
      maxBytes: () => settings.get('backup.maxUploadMegabytes') * 1_000_000,
    }),
    examine: createExamine({ directory: join(dataDirectory, buildDirectory), migrations, product, fileKeys, logger }),
    restore: createRestore<PlannedKeys>({
      database,
      dataDirectory,
      clock,
      ids,
      migrations,
      make,
      keptHeads,
      finishBuilt,
      keys: {
        plan: async (scratch, masterKey, present) =>
          restoredKeys.plan(scratch, masterKey, present, present ? null : await entries.whyNot()),
        commitHere: (tx, scratch, planned) => planned.commit(tx, scratch, recovery),
        settle: (planned) => planned.settle(),
        resealSigningKeys: signingKeys.reseal,
        ring: () => keys.ring(),
      },
    }),
    requireStrong: (passphrase, name) => requireStrong(passphrase, name, settings.get('access.password.minLength')),
    restart,
  })
  return {
    handlers: { backup: backupHandlers(backups), firstRestore: firstRestoreHandlers(backups) },
    start: () => backups.start(),
    settle: () => backups.stop(),
  } satisfies Part
}
