/** Ids (UUIDv7, RFC 9562) and unguessable tokens. */
import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'

export interface Ids {
  /** A UUIDv7: sorts by time of making, names a thing for good. */
  next(): string
  /** `bytes` random bytes as base64url. */
  token(bytes?: number): string
}

export const createIds = (clock: Clock): Ids => ({
  next: () => {
    const bytes = randomBytes(16)
    bytes.writeUIntBE(clock.now(), 0, 6)
    bytes[6] = 0x70 | (bytes[6]! & 0x0f)
    bytes[8] = 0x80 | (bytes[8]! & 0x3f)
    const hex = bytes.toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  },
  token: (bytes = 32) => randomBytes(bytes).toString('base64url'),
})
