/** Backups: made on demand and daily, verified, downloaded, and restored; also onto a machine where nobody is set up yet. */
import { z } from 'zod'
import { procedure } from './procedure.ts'

/** What a backup says of itself once it was opened. */
export const backupContentsSchema = z.object({
  createdAtMs: z.int(),
  /** Of the Gatehouse that made it. */
  product: z.string(),
  /** Newest step of the database's schema in it. */
  schema: z.int(),
  machine: z.string(),
  withLog: z.boolean(),
  users: z.array(z.object({ name: z.string(), role: z.string(), disabled: z.boolean() })),
  keys: z.int(),
  routes: z.int(),
  settings: z.int(),
  /** null without the log. */
  logEntries: z.int().nullable(),
  lastSequence: z.int(),
})
export type BackupContents = z.infer<typeof backupContentsSchema>

export const keptBackupSchema = z.object({
  /** Its file name: `gatehouse-2026-11-21T0300.ghb`. */
  name: z.string(),
  kind: z.enum(['daily', 'on-demand', 'before-restore']),
  bytes: z.int(),
  createdAtMs: z.int(),
  withLog: z.boolean(),
  /** What opens it. */
  opensWith: z.array(z.enum(['passphrase', 'recovery-key', 'this-vault'])),
  /** When it was last read whole and found good; null: never. */
  verifiedAtMs: z.int().nullable(),
})
export type KeptBackup = z.infer<typeof keptBackupSchema>

/** One piece of work at a time. It goes on when its window is left. */
export const backupWorkSchema = z.object({
  id: z.uuid(),
  kind: z.enum(['make', 'verify', 'examine']),
  phase: z.enum(['snapshot', 'write', 'read', 'done', 'failed', 'cancelled']),
  doneBytes: z.int(),
  /** null: not known yet. */
  totalBytes: z.int().nullable(),
  startedAtMs: z.int(),
  leftMs: z.int().nullable(),
  /** Where it failed: a plain sentence. */
  failure: z.string().nullable(),
  /** What it made, where it made a file that is kept. */
  name: z.string().nullable(),
})
export type BackupWork = z.infer<typeof backupWorkSchema>

export const backupStateSchema = z.object({
  kept: z.array(keptBackupSchema),
  /** The work under way, or how the last one ended. */
  work: backupWorkSchema.nullable(),
  daily: z.object({
    enabled: z.boolean(),
    nextAtMs: z.int().nullable(),
    /** Why there is none at the moment (the vault is sealed, the disk is full), as a sentence. */
    problem: z.string().nullable(),
  }),
  directory: z.string(),
  hasRecoveryKey: z.boolean(),
  /** Of a restore that this start of the console finished; null otherwise. One that is refused has changed nothing, and is told at once. */
  lastRestore: z.object({ atMs: z.int(), by: z.string(), sentence: z.string() }).nullable(),
})
export type BackupState = z.infer<typeof backupStateSchema>

const passphrase = z.string().min(1, 'Enter a passphrase.').max(1024, 'At most 1,024 characters.')
const opener = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), passphrase }),
  z.object({ kind: z.literal('recovery-key'), recoveryKey: z.string().trim().min(1, 'Enter the recovery key.').max(128) }),
  /** The vault of this console, while it is open. */
  z.object({ kind: z.literal('this-vault') }),
])
export type BackupOpener = z.infer<typeof opener>
const name = z.string().max(100)
const upload = z.string().max(64)
const run = { needs: 'backup:run' } as const

/** What would become of this console; asked for before anything is written. */
export const restorePlanSchema = z.object({
  /** For `restore`; good for ten minutes. */
  ticket: z.string(),
  contents: backupContentsSchema,
  /** What stands here now; null on a machine where nobody is set up. */
  present: z
    .object({ users: z.array(z.string()), keys: z.int(), routes: z.int(), settings: z.int(), logEntries: z.int(), lastSequence: z.int() })
    .nullable(),
  /** Steps of the schema that will be taken. */
  migrations: z.int(),
  /** Where the master key will lie afterwards. */
  masterKeyPlace: z.enum(['keychain', 'file', 'environment', 'slots']),
  /** What one should know before: sentences. */
  warnings: z.array(z.string()),
})
export type RestorePlan = z.infer<typeof restorePlanSchema>

const source = z.discriminatedUnion('kind', [z.object({ kind: z.literal('kept'), name }), z.object({ kind: z.literal('upload'), upload })])

const uploadSteps = (prefix: '/backup' | '/first-restore', needs: 'backup:run' | 'host', stepUp: boolean) => ({
  beginUpload: procedure('POST', `${prefix}/begin-upload`, 'Begin to bring a backup file', { needs, atConsole: true })
    .input(z.object({ bytes: z.int().min(1) }))
    .output(z.object({ upload, chunkBytes: z.int() })),

  uploadChunk: procedure('POST', `${prefix}/upload-chunk`, 'The next chunk of a backup file, base64', { needs, atConsole: true })
    .input(z.object({ upload, offset: z.int().min(0), chunk: z.base64().max(700_000) }))
    .output(z.object({ receivedBytes: z.int() })),

  dropUpload: procedure('POST', `${prefix}/drop-upload`, 'Throw an upload away', { needs, atConsole: true })
    .input(z.object({ upload }))
    .output(z.object({})),

  /** Reads all of it before it answers; throws INVALID_INPUT (wrong passphrase, damaged, newer) with a sentence that says which. */
  examine: procedure('POST', `${prefix}/examine`, 'Open and check a backup whole, and say what restoring it would replace', {
    needs,
    atConsole: true,
  })
    .input(z.object({ source, opener }))
    .output(restorePlanSchema),

  /** Answers, then the console ends and starts anew with what was restored. */
  restore: procedure('POST', `${prefix}/restore`, 'Replace what is here by an examined backup; the console starts anew', { needs, stepUp })
    .input(z.object({ ticket: z.string().max(128) }))
    .output(z.object({})),
})

export const backupContract = {
  state: procedure('GET', '/backup', 'Backups that are kept, and the work under way', run).output(backupStateSchema),

  /** Whoever makes one chooses what opens all secrets at once: it is worth more than any reveal. */
  make: procedure('POST', '/backup/make', 'Make a backup under a passphrase, kept on this machine', { ...run, stepUp: true })
    .input(z.object({ passphrase, withLog: z.boolean() }))
    .output(z.object({ id: z.uuid() })),

  cancel: procedure('POST', '/backup/cancel', 'Stop the work under way', run).output(z.object({})),

  verify: procedure('POST', '/backup/verify', 'Read a backup whole and check every chunk', run)
    .input(z.object({ name, opener }))
    .output(z.object({ id: z.uuid() })),

  download: procedure('POST', '/backup/download', 'A one-time link to a backup file', { ...run, stepUp: true, atConsole: true })
    .input(z.object({ name }))
    .output(z.object({ url: z.string() })),

  remove: procedure('POST', '/backup/remove', 'Delete a backup', { ...run, stepUp: true })
    .input(z.object({ name }))
    .output(z.object({})),

  ...uploadSteps('/backup', 'backup:run', true),
}

/** The same onto a machine where nobody is set up yet; refused with ALREADY_SET_UP once there is a user. */
export const firstRestoreContract = {
  ...uploadSteps('/first-restore', 'host', false),

  work: procedure('GET', '/first-restore/work', 'How far the examination or the restore is', { needs: 'host' }).output(
    backupWorkSchema.nullable(),
  ),
}
