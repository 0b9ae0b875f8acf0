/** The headers of a target's answer without those of that hop. */
import { isOfThisHop, listedByConnection } from './request-headers.ts'

/** `raw`: name, value, name, value, as bytes (RFC 9110, 5.5: Latin-1). Flat, as received. `trailer` stays: what it announces is sent on. */
export const answerHeaders = (raw: readonly (Buffer | string)[], connection: string | string[] | undefined): string[] => {
  const listed = listedByConnection(Array.isArray(connection) ? connection.join(',') : connection)
  const headers: string[] = []
  for (let at = 0; at < raw.length; at += 2) {
    const name = text(raw[at]!)
    const lower = name.toLowerCase()
    if ((isOfThisHop(lower) && lower !== 'trailer') || listed?.has(lower)) continue
    headers.push(name, text(raw[at + 1]!))
  }
  return headers
}
const text = (bytes: Buffer | string): string => (typeof bytes === 'string' ? bytes : bytes.toString('latin1'))
