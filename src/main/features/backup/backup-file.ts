/** Writes a backup file and reads it again, chunk by chunk: memory stays flat, and a file under its own name is whole. */
import { open } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'
import { setImmediate as turn } from 'node:timers/promises'
import { bodyKeyOf, chunkBytes, openChunk, sealChunk, sealedChunkBytes } from './backup-chunks.ts'
import type { BackupHeader, FoundHeader } from './backup-header.ts'
import { encodeHeader, refuse } from './backup-header.ts'
import { strangeContents } from './backup-lines.ts'

export interface BackupSink {
  write(bytes: Uint8Array): Promise<void>
  /** The last chunk, and all of it on the disk. */
  end(): Promise<number>
  /** Closes the file where it will not be whole. */
  abandon(): Promise<void>
}

/** `path` must not be there yet; it is of its owner alone. */
export const createBackupSink = async (path: string, header: BackupHeader, fileKey: Uint8Array): Promise<BackupSink> => {
  const file = await open(path, 'wx', 0o600)
  const { bytes, hash } = encodeHeader(header)
  const bodyKey = bodyKeyOf(fileKey)
  const rest = Buffer.alloc(chunkBytes)
  let filled = 0
  let position = 0
  let written = 0
  const put = async (bytes: Uint8Array) => {
    await file.writeFile(bytes)
    written += bytes.length
  }
  const putChunk = async (last: boolean) => {
    await put(sealChunk(bodyKey, rest.subarray(0, filled), { headerHash: hash, position, last }))
    position += 1
    filled = 0
  }
  try {
    await put(bytes)
  } catch (error) {
    await file.close()
    throw error
  }
  return {
    write: async (bytes) => {
      for (let at = 0; at < bytes.length;) {
        // A chunk that is full waits until it is known whether it is the last.
        if (filled === chunkBytes) await putChunk(false)
        const take = Math.min(chunkBytes - filled, bytes.length - at)
        rest.set(bytes.subarray(at, at + take), filled)
        filled += take
        at += take
      }
    },
    end: async () => {
      await putChunk(true)
      await file.sync()
      await file.close()
      return written
    },
    abandon: async () => {
      await file.close().catch(() => {})
    },
  }
}

const damaged = (position: number) =>
  refuse(`This backup is damaged: chunk ${position + 1} is not as it was written. Nothing was changed. Take another copy of it.`)

export interface ReadOptions {
  path: string
  found: FoundHeader
  fileKey: Uint8Array
  isStopped(): boolean
  onProgress(doneBytes: number, totalBytes: number): void
}

/** Far more than a row of ours has, and less than fills all memory. */
const mostLineCharacters = 32 * 1024 * 1024

/** Whole lines out of pieces of text, wherever these were cut. */
const lineCutter = () => {
  let pieces: string[] = []
  let waiting = 0
  return (text: string): string[] => {
    const end = text.lastIndexOf('\n')
    const lines = end < 0 ? [] : (pieces.join('') + text.slice(0, end)).split('\n')
    if (end >= 0) {
      pieces = []
      waiting = 0
    }
    pieces.push(text.slice(end + 1))
    waiting += text.length - end - 1
    if (waiting > mostLineCharacters) throw refuse(strangeContents)
    return lines
  }
}

/** The lines of its body, each only after the chunk that it ends in was found good. Throws INVALID_INPUT where a chunk is not. */
export async function* readBackupLines({ path, found, fileKey, isStopped, onProgress }: ReadOptions): AsyncGenerator<string, void> {
  const bodyKey = bodyKeyOf(fileKey)
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const sealed = Buffer.alloc(sealedChunkBytes)
    const decoder = new StringDecoder('utf8')
    const cutLines = lineCutter()
    let at = found.bodyAt
    if (at >= size) throw refuse('This backup is cut off after its header. Nothing was changed.')
    for (let position = 0; at < size && !isStopped(); position++) {
      const { bytesRead } = await file.read(sealed, 0, Math.min(sealedChunkBytes, size - at), at)
      at += bytesRead
      const last = at >= size
      const plain = openChunk(bodyKey, sealed.subarray(0, bytesRead), { headerHash: found.hash, position, last })
      if (!plain) {
        // It opens as one in the middle: what came after it was cut off.
        const isCut = last && openChunk(bodyKey, sealed.subarray(0, bytesRead), { headerHash: found.hash, position, last: false }) !== null
        throw isCut
          ? refuse('This backup is cut off: its end is missing. Nothing was changed. Take another copy of it.')
          : damaged(position)
      }
      yield* cutLines(decoder.write(plain))
      onProgress(at, size)
      // Nobody waits long behind a large file.
      await turn()
    }
  } finally {
    await file.close()
  }
}
