/** Sends a file to the core in chunks, each read from the disk only when its turn has come. */
import type { RestoreSteps } from './restore-steps.ts'

/** What the core has of a file. */
export interface SentPart {
  upload: string
  chunkBytes: number
  receivedBytes: number
}

/** The file went away or changed while it was read. */
export class FileUnreadable extends Error {
  override name = 'FileUnreadable'
}

/** `btoa` takes text, and an argument list has its limits. */
const atOnce = 0x8000
export const toBase64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += atOnce) text += String.fromCharCode(...bytes.subarray(at, at + atOnce))
  return btoa(text)
}

const readPart = async (file: Blob, from: number, to: number): Promise<Uint8Array> => {
  let bytes: Uint8Array
  try {
    bytes = new Uint8Array(await file.slice(from, to).arrayBuffer())
  } catch (error) {
    throw new FileUnreadable('The file cannot be read any more.', { cause: error })
  }
  if (bytes.length !== to - from) throw new FileUnreadable('The file became shorter.')
  return bytes
}

const mostIdle = 20
const rest = () => new Promise((resolve) => setTimeout(resolve, 250))

interface SendOptions {
  file: Blob
  steps: Pick<RestoreSteps, 'beginUpload' | 'uploadChunk'>
  /** Where an earlier try stopped; null begins. */
  from: SentPart | null
  signal: AbortSignal
  onProgress: (part: SentPart) => void
}

/** The answer is the whole. Throws what the core refused, `FileUnreadable`, or the reason of `signal`. */
export const sendFile = async ({ file, steps, from, signal, onProgress }: SendOptions): Promise<SentPart> => {
  let part = from ?? { ...(await steps.beginUpload({ bytes: file.size }, { signal })), receivedBytes: 0 }
  let idle = 0
  onProgress(part)
  while (part.receivedBytes < file.size) {
    const offset = part.receivedBytes
    const bytes = await readPart(file, offset, Math.min(file.size, offset + part.chunkBytes))
    signal.throwIfAborted()
    const { receivedBytes } = await steps.uploadChunk({ upload: part.upload, offset, chunk: toBase64(bytes) }, { signal })
    // A chunk of an earlier try may still be on its way to the disk.
    if (receivedBytes <= offset && ++idle > mostIdle) throw new Error('The console took nothing of a chunk.')
    if (receivedBytes <= offset) await rest()
    else idle = 0
    part = { ...part, receivedBytes }
    onProgress(part)
  }
  return part
}
