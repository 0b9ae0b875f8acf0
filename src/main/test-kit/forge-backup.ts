/** A backup as somebody makes it who knows its passphrase: a real one, opened, changed as they like, and sealed anew. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createBackupSink, readBackupLines } from '../features/backup/backup-file.ts'
import type { BackupHeader } from '../features/backup/backup-header.ts'
import { readHeader } from '../features/backup/backup-header.ts'
import { createFileKeys, makeFileKey } from '../features/backup/backup-keys.service.ts'
import type { VaultForBackups } from '../features/backup/vault-for-backups.ts'
import { seal, unseal } from '../features/vault/seal.ts'
import { makeTestDirectory } from './open-test-database.ts'

export const forgedPassphrase = 'a passphrase of whoever forged it'

export interface Forgery {
  header?: Partial<BackupHeader>
  lines?: (lines: string[]) => Iterable<string>
}

const nothing = new Uint8Array()
/** Nothing but the passphrase opens what it forges. */
const noVault: VaultForBackups = {
  isOpen: () => true,
  masterKeyId: () => null,
  hasRecoveryKey: () => false,
  masterKey: () => nothing,
  wrapForVault: () => ({ masterKeyId: 'none', wrapped: nothing }),
  wrapForMasterKey: () => nothing,
  wrapForRecovery: () => null,
  wrapUnder: (key, fileKey, backupId) => seal(key, fileKey, `backup:${backupId}`),
  openByVault: () => null,
  openByRecovery: () => null,
  openUnder: (key, wrapped, backupId) => unseal(key, wrapped, `backup:${backupId}`),
}
const fileKeys = createFileKeys(noVault, { memoryKiB: 8, passes: 1 })

const openBackup = async (path: string, passphrase: string): Promise<{ header: BackupHeader; lines: string[] }> => {
  const found = readHeader(path)
  const fileKey = await fileKeys.open(found, { kind: 'passphrase', passphrase })
  const lines: string[] = []
  const reading = readBackupLines({ path, found, fileKey, isStopped: () => false, onProgress: () => {} })
  for await (const line of reading) lines.push(line)
  return { header: found.header, lines }
}

/** Its bytes. */
export const forgeBackup = async (from: string, passphrase: string, { header: changes, lines: change }: Forgery): Promise<Buffer> => {
  const { header: real, lines } = await openBackup(from, passphrase)
  const fileKey = makeFileKey()
  const slots = changes?.slots ?? (await fileKeys.slots(fileKey, real.id, { passphrase: forgedPassphrase }))
  const header = { ...real, slots, ...changes }
  const path = join(makeTestDirectory(), 'forged.ghb')
  const sink = await createBackupSink(path, header, fileKey)
  for (const line of (change ?? ((same: string[]) => same))(lines)) await sink.write(Buffer.from(`${line}\n`))
  await sink.end()
  return readFileSync(path)
}
