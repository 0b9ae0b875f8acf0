/** The newest signed head, kept in a file outside the database too, so that a cut tail is found even when the heads were cut with it. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { KeptHead } from '../../database/database.ts'
import type { HeadRow } from './audit.store.ts'

/** In the data directory. */
export const keptHeadFile = 'log-head.json'

const schema = z.object({
  sequence: z.int(),
  atMs: z.int(),
  hash: z.string(),
  keyId: z.string(),
  signature: z.string(),
  horizonSequence: z.int(),
  horizonHash: z.string(),
})

/** Null where the text is no head. */
export const headOfText = (text: string): HeadRow | null => {
  try {
    const head = schema.parse(JSON.parse(text))
    return {
      sequence: head.sequence,
      at_ms: head.atMs,
      hash: head.hash,
      horizon_sequence: head.horizonSequence,
      horizon_hash: head.horizonHash,
      key_id: head.keyId,
      signature: Buffer.from(head.signature, 'base64'),
    }
  } catch {
    return null
  }
}

/** Written whole and to the disk, then renamed, so that a crash or a power cut leaves the old or the new. */
export const writeKeptHead = (path: string, head: KeptHead): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const partial = `${path}.part`
  const file = openSync(partial, 'w', 0o600)
  try {
    writeFileSync(file, `${JSON.stringify(head, null, 2)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(partial, path)
}

/** Null where there is none; 'unreadable' where something else lies in its place. */
export const readKeptHead = (path: string): HeadRow | null | 'unreadable' => {
  try {
    return headOfText(readFileSync(path, 'utf8')) ?? 'unreadable'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : 'unreadable'
  }
}
