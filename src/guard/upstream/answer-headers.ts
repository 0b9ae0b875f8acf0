/** The headers of a target's answer without those of that hop, and without a second way to tell its length. */
import { isOfThisHop, listedByConnection } from './hop-headers.ts'

const text = (bytes: Buffer | string): string => (typeof bytes === 'string' ? bytes : bytes.toString('latin1'))

/**
 * `raw`: name, value, name, value, as bytes (RFC 9110, 5.5: Latin-1). Flat, as received. `trailer` stays where trailers
 * can be sent on.
 */
export const answerHeaders = (
  raw: readonly (Buffer | string)[],
  { connection, chunked, trailers }: { connection: string | string[] | undefined; chunked: boolean; trailers: boolean },
): string[] => {
  const listed = listedByConnection(Array.isArray(connection) ? connection.join(',') : connection)
  const headers: string[] = []
  for (let at = 0; at < raw.length; at += 2) {
    const name = text(raw[at]!)
    const lower = name.toLowerCase()
    if (isOfThisHop(lower) ? lower !== 'trailer' || !trailers : listed?.has(lower)) continue
    // RFC 9112, 6.3: of both the coding holds, and the other is not sent on.
    if (chunked && lower === 'content-length') continue
    headers.push(name, text(raw[at + 1]!))
  }
  return headers
}

/** RFC 9110, 6.5.1: what frames, routes or decides must not come behind the body. */
const neverBehind =
  /^(?:content-|transfer-|set-cookie$|host$|cache-control$|authorization$|www-authenticate$|x-request-id$|age$|date$|location$)/

export const answerTrailers = (trailers: Record<string, string | string[] | undefined>): [string, string][] =>
  Object.entries(trailers).flatMap(([name, value]) =>
    value === undefined || isOfThisHop(name) || neverBehind.test(name) ? [] : [value].flat().map((one): [string, string] => [name, one]),
  )
