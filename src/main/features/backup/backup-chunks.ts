/**
 * The body of a backup: chunks of 64 KiB, each AES-256-GCM with its position and whether it is the last (the STREAM
 * construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015), so that a flip, a swap, a cut and an addition are all found.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

export const chunkBytes = 65_536
const tagBytes = 16
/** Of a whole chunk as it stands in the file. */
export const sealedChunkBytes = chunkBytes + tagBytes

/** For the chunks of one file alone, out of its random file key (HKDF-SHA-256, RFC 5869). */
export const bodyKeyOf = (fileKey: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', fileKey, new Uint8Array(0), 'gatehouse backup body', 32))

export interface ChunkPlace {
  headerHash: Uint8Array
  /** From 0. */
  position: number
  last: boolean
}

/** No nonce comes twice: the key is of one file, and each position is sealed once. */
const nonceOf = ({ position, last }: ChunkPlace): Buffer => {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(position), 3)
  nonce[11] = Number(last)
  return nonce
}

const bindingOf = (place: ChunkPlace): Buffer => Buffer.concat([place.headerHash, nonceOf(place)])

export const sealChunk = (bodyKey: Uint8Array, plain: Uint8Array, place: ChunkPlace): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', bodyKey, nonceOf(place))
  cipher.setAAD(bindingOf(place))
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Null where a bit of it, its place or the header is another. */
export const openChunk = (bodyKey: Uint8Array, sealed: Uint8Array, place: ChunkPlace): Buffer | null => {
  if (sealed.length < tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', bodyKey, nonceOf(place), { authTagLength: tagBytes })
  decipher.setAAD(bindingOf(place))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const plain = decipher.update(sealed.subarray(0, -tagBytes))
  try {
    return Buffer.concat([plain, decipher.final()])
  } catch {
    return null
  }
}
