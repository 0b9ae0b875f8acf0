/** A backup as somebody makes it who knows its passphrase: a real one, opened, changed as they like, and sealed anew. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashRaw } from '@node-rs/argon2'
import { createBackupSink, readBackupLines } from '../features/backup/backup-file.ts'
import type { BackupHeader } from '../features/backup/backup-header.ts'
import { readHeader } from '../features/backup/backup-header.ts'
import { seal, unseal } from '../features/vault/seal.ts'
import { makeTestDirectory } from './open-test-database.ts'

export const forgedPassphrase = 'a passphrase of whoever forged it'

export interface Forgery {
  header?: Partial<BackupHeader>
  lines?: (lines: string[]) => Iterable<string>
}

const keyOf = (passphrase: string, salt: Buffer, memoryCost: number, timeCost: number) =>
  hashRaw(passphrase, { salt, memoryCost, timeCost, parallelism: 1, outputLen: 32 })

const openBackup = async (path: string, passphrase: string): Promise<{ header: BackupHeader; lines: string[] }> => {
  const found = readHeader(path)
  const { header } = found
  const slot = header.slots.find(({ kind }) => kind === 'passphrase')
  if (slot?.kind !== 'passphrase') throw new Error('No passphrase opens it.')
  const key = await keyOf(passphrase, Buffer.from(slot.salt, 'base64'), slot.memoryKiB, slot.passes)
  const fileKey = unseal(key, Buffer.from(slot.wrapped, 'base64'), `backup:${header.id}`)
  const lines: string[] = []
  const reading = readBackupLines({ path, found, fileKey, isStopped: () => false, onProgress: () => {} })
  for await (const line of reading) lines.push(line)
  return { header, lines }
}

/** Its bytes. */
export const forgeBackup = async (from: string, passphrase: string, { header: changes, lines: change }: Forgery): Promise<Buffer> => {
  const { header: real, lines } = await openBackup(from, passphrase)
  const fileKey = Buffer.alloc(32, 9)
  const salt = Buffer.alloc(16, 3)
  const header = { ...real, ...changes }
  const wrapped = seal(await keyOf(forgedPassphrase, salt, 8, 1), fileKey, `backup:${header.id}`)
  header.slots = changes?.slots ?? [
    { kind: 'passphrase', salt: salt.toString('base64'), memoryKiB: 8, passes: 1, wrapped: wrapped.toString('base64') },
  ]
  const path = join(makeTestDirectory(), 'forged.ghb')
  const sink = await createBackupSink(path, header, fileKey)
  for (const line of (change ?? ((same: string[]) => same))(lines)) await sink.write(Buffer.from(`${line}\n`))
  await sink.end()
  return readFileSync(path)
}
