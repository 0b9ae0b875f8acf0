/** The beginning of a backup file: magic, version, and a header that says what opens it. Told in docs/backup-format.md. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { z } from 'zod'
import { GatehouseError } from '../../../shared/errors.ts'

export const formatVersion = 1
const magic = Buffer.from('GHBK')
/** Magic, version, length of the header as 32 bits, big end first. */
const prefixBytes = magic.length + 1 + 4
const mostHeaderBytes = 65_536

const bytes = z.base64().max(512)
/** Becomes part of a path: see head-files.ts. */
const id = z.string().regex(/^[\w-]{1,64}$/)
const slotSchema = z.discriminatedUnion('kind', [
  /** Limits keep a forged header from taking all memory. */
  z.object({
    kind: z.literal('passphrase'),
    salt: z.base64().length(24),
    memoryKiB: z.int().min(8).max(262_144),
    passes: z.int().min(1).max(16),
    wrapped: bytes,
  }),
  z.object({ kind: z.literal('recovery-key'), wrapped: bytes }),
  z.object({ kind: z.literal('this-vault'), masterKeyId: id, wrapped: bytes }),
])
export type BackupSlot = z.infer<typeof slotSchema>

/** Of a date. */
const latestMs = 8_640_000_000_000_000

export const backupKinds = ['daily', 'on-demand', 'before-restore'] as const

const headerSchema = z.object({
  id,
  installationId: id,
  createdAtMs: z.int().min(0).max(latestMs),
  /** Of the Gatehouse that made it. */
  product: z.string().regex(/^[ -~]{1,100}$/),
  /** Newest step of the database's schema. */
  schema: z.int().min(1),
  kind: z.enum(backupKinds),
  withLog: z.boolean(),
  /** One passphrase: each that is tried costs what the header says. */
  slots: z
    .array(slotSchema)
    .min(1)
    .max(4)
    .refine((slots) => slots.filter(({ kind }) => kind === 'passphrase').length <= 1),
})
export type BackupHeader = z.infer<typeof headerSchema>

/** A file as it stands on the disk, opened by nobody yet. */
export interface FoundHeader {
  header: BackupHeader
  /** SHA-256 of all before the first chunk: part of what each chunk authenticates. */
  hash: Buffer
  /** Where the first chunk begins. */
  bodyAt: number
}

export const refuse = (sentence: string, field: string | null = null) => new GatehouseError('INVALID_INPUT', sentence, { field })

export const encodeHeader = (header: BackupHeader): { bytes: Buffer; hash: Buffer } => {
  const text = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const all = Buffer.concat([magic, Buffer.of(formatVersion), length, text])
  return { bytes: all, hash: createHash('sha256').update(all).digest() }
}

const readAt = (file: number, length: number, at: number): Buffer => {
  const found = Buffer.alloc(length)
  return found.subarray(0, readSync(file, found, 0, length, at))
}

const parseHeader = (text: string): BackupHeader => {
  try {
    return headerSchema.parse(JSON.parse(text))
  } catch {
    throw refuse('The beginning of this backup is damaged: its header cannot be read. Nothing was changed.')
  }
}

/** Throws INVALID_INPUT with a sentence that says what is wrong. */
export const readHeader = (path: string): FoundHeader => {
  const file = openSync(path, 'r')
  try {
    const prefix = readAt(file, prefixBytes, 0)
    if (prefix.length < prefixBytes || !prefix.subarray(0, magic.length).equals(magic)) throw refuse('This file is no backup of Gatehouse.')
    const version = prefix[magic.length]!
    if (version !== formatVersion)
      throw refuse(`This backup has format ${version}; this Gatehouse reads format ${formatVersion}. Use a Gatehouse that knows it.`)
    const length = prefix.readUInt32BE(magic.length + 1)
    if (length > mostHeaderBytes) throw refuse('The beginning of this backup is damaged: its header is too long. Nothing was changed.')
    const text = readAt(file, length, prefixBytes)
    if (text.length < length) throw refuse('This backup is cut off within its header. Nothing was changed.')
    const hash = createHash('sha256').update(prefix).update(text).digest()
    return { header: parseHeader(text.toString('utf8')), hash, bodyAt: prefixBytes + length }
  } finally {
    closeSync(file)
  }
}
