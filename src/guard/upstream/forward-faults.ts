/** What went wrong on the way to a target: whose fault it is, and how the caller is told. */
import type { Refusal } from '../refusal.ts'

export const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '')

/** Before these nothing of the request has reached the target: another may be tried. */
// prettier-ignore
const neverConnected = new Set([
  'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT',
  'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID', 'SELF_SIGNED_CERT_IN_CHAIN', 'TLS_PIN_MISMATCH',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])
/** A kept connection may have been closed by the target just when it was used. */
const reset = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])
const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'])
/** Of these the target knows nothing. */
const ofCaller: Readonly<Record<string, Refusal>> = {
  BODY_TOO_LARGE: { code: 'too-large', title: 'The body is too large.' },
  BODY_TOO_SLOW: { code: 'request-timeout', title: 'The request took too long to arrive.' },
  BODY_BROKEN_OFF: { code: 'bad-request', title: 'The body broke off.' },
  UND_ERR_INVALID_ARG: { code: 'bad-request', title: 'The request is not clear enough to be sent on.', reason: 'a header or the path' },
}

export const isOfCaller = (code: string): boolean => Object.hasOwn(ofCaller, code)

export const mayBeSentElsewhere = (code: string): boolean => neverConnected.has(code)
/** RFC 9110, 9.2.2: what only reads may be sent once more. */
export const mayBeSentAgain = (code: string, method: string): boolean =>
  reset.has(code) && (method === 'GET' || method === 'HEAD' || method === 'OPTIONS')

export const refusalOf = (error: Error): Refusal => {
  const code = codeOf(error)
  if (isOfCaller(code)) return ofCaller[code]!
  if (timeouts.has(code)) return { code: 'upstream-timeout', title: 'The service took too long to answer.', reason: code }
  return { code: 'upstream-failed', title: 'The service could not be reached, or broke off.', reason: code || error.name }
}
