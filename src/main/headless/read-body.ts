// Reads a request's body whole, up to a limit: a caller can neither fill the memory nor hold a half-read stream.
import type { IncomingMessage } from 'node:http'

/** Null where the body is larger than `maxBytes`; the rest is not read. Rejects where the caller goes away in the middle. */
export const readBody = (incoming: IncomingMessage, maxBytes: number): Promise<Buffer | null> => {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve(null)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const take = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= maxBytes) return void chunks.push(chunk)
      incoming.off('data', take)
      incoming.pause()
      resolve(null)
    }
    incoming.on('data', take)
    incoming.once('end', () => resolve(Buffer.concat(chunks)))
    incoming.once('error', reject)
    incoming.once('close', () => reject(new Error('The caller went away.')))
  })
}
