/** Ids (UUIDv7, RFC 9562) and unguessable tokens. */
import { randomBytes, randomFillSync } from 'node:crypto'
import type { Clock } from './clock.ts'

export interface Ids {
  /** A UUIDv7: sorts by time of making, names a thing for good. */
  next(): string
  /** `bytes` random bytes as base64url. */
  token(bytes?: number): string
}

/** The two bits of a variant of RFC 9562, with any two behind them. */
const variants = '89ab'
/** Of an id: all digits that are random, one of them only by half. */
const randomDigits = 19

export const createIds = (clock: Clock): Ids => {
  // Asking the system for bytes costs more than the rest of an id, and the guard makes one for each request.
  const pool = Buffer.alloc(4096)
  let digits = ''
  let used = 0
  let stampMs = -1
  let stamp = ''
  return {
    next: () => {
      const ms = clock.now()
      if (ms !== stampMs) {
        const hex = ms.toString(16).padStart(12, '0')
        stampMs = ms
        stamp = `${hex.slice(0, 8)}-${hex.slice(8)}-7`
      }
      if (used + randomDigits > digits.length) {
        digits = randomFillSync(pool).toString('hex')
        used = 0
      }
      const at = used
      used += randomDigits
      const variant = variants[digits.charCodeAt(at) & 3]!
      return `${stamp}${digits.slice(at + 1, at + 4)}-${variant}${digits.slice(at + 4, at + 7)}-${digits.slice(at + 7, at + randomDigits)}`
    },
    token: (bytes = 32) => randomBytes(bytes).toString('base64url'),
  }
}
