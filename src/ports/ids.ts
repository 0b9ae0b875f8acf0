/** Ids (UUIDv7, RFC 9562) and unguessable tokens. */
import { randomBytes, randomFillSync } from 'node:crypto'
import type { Clock } from './clock.ts'

export interface Ids {
  /** A UUIDv7: sorts by time of making, names a thing for good. */
  next(): string
  /** `bytes` random bytes as base64url. */
  token(bytes?: number): string
}

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export const createIds = (clock: Clock): Ids => {
  // Asking the system for 16 bytes costs more than the rest of an id, and the guard makes one for each request.
  const pool = new Uint8Array(4096)
  let used = pool.length
  const bytesOfPool = (count: number): number => {
    if (used + count > pool.length) {
      randomFillSync(pool)
      used = 0
    }
    used += count
    return used - count
  }
  return {
    next: () => {
      const ms = clock.now().toString(16).padStart(12, '0')
      const at = bytesOfPool(10)
      const hex = (offset: number) => hexOf[pool[at + offset]!]!
      const version = hexOf[0x70 | (pool[at]! & 0x0f)]! + hex(1)
      const variant = hexOf[0x80 | (pool[at + 2]! & 0x3f)]! + hex(3)
      return `${ms.slice(0, 8)}-${ms.slice(8)}-${version}-${variant}-${hex(4)}${hex(5)}${hex(6)}${hex(7)}${hex(8)}${hex(9)}`
    },
    token: (bytes = 32) => randomBytes(bytes).toString('base64url'),
  }
}
