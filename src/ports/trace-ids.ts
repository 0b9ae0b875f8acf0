/** Ids of traces and spans (W3C Trace Context, 3.2.2): random, and cheap enough for every request. */
import { randomFillSync } from 'node:crypto'

export interface TraceIds {
  /** 16 random bytes, hexadecimal. */
  trace(): string
  /** 8 random bytes, hexadecimal. */
  span(): string
}

const traceDigits = 32
const spanDigits = 16
const zeros = /^0+$/

export const createTraceIds = (): TraceIds => {
  // Asking the system for bytes costs more than the rest of an id.
  const pool = Buffer.alloc(4096)
  let digits = ''
  let used = 0
  const take = (count: number): string => {
    if (used + count > digits.length) {
      digits = randomFillSync(pool).toString('hex')
      used = 0
    }
    used += count
    const id = digits.slice(used - count, used)
    // All zeros is no id.
    return id.charCodeAt(0) === 48 && zeros.test(id) ? take(count) : id
  }
  return { trace: () => take(traceDigits), span: () => take(spanDigits) }
}
