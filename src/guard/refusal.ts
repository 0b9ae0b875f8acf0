/** What the guard says no with: a status, a name for machines, a sentence. Never a word of the request (E3). */

export const refusalCodes = {
  'use-https': 308,
  'bad-request': 400,
  'unknown-key': 401,
  'key-needed': 401,
  'bad-token': 401,
  'not-allowed': 403,
  'wrong-network': 403,
  'cross-origin': 403,
  'forged-request': 403,
  'no-route': 404,
  'method-refused': 405,
  'request-timeout': 408,
  'too-large': 413,
  'url-too-long': 414,
  misdirected: 421,
  'rate-limited': 429,
  'headers-too-large': 431,
  'guard-failed': 500,
  'upstream-failed': 502,
  busy: 503,
  'token-unknowable': 503,
  'no-target': 503,
  'upstream-timeout': 504,
} as const
export type RefusalCode = keyof typeof refusalCodes

export interface Refusal {
  code: RefusalCode
  /** One plain sentence for whoever called. */
  title: string
  /** Flat: name, value, name, value. */
  headers?: readonly string[]
  /** For the record alone. */
  reason?: string
}

export const statusOf = ({ code }: Refusal): number => refusalCodes[code]

/** RFC 9457. */
export const problemOf = (refusal: Refusal, requestId: string): string =>
  JSON.stringify({
    type: `urn:gatehouse:problem:${refusal.code}`,
    title: refusal.title,
    status: statusOf(refusal),
    requestId,
  })
