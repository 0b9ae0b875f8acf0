/** Why a delivery failed, as a plain sentence that says what to look at. Never with more of the address than host and port. */
import { ForbiddenAddress } from './judge-address.ts'

/** The connection was closed, or fell silent, before the receiver had shown that it had read everything. */
export class NotConfirmed extends Error {
  override name = 'NotConfirmed'
}
export class TooSlow extends Error {
  override name = 'TooSlow'
}

const notFound = (at: string) => `The name in ${at} was not found. Look at its spelling, and at the DNS of this machine.`
const notTrusted = (at: string) =>
  `The certificate of ${at} is not trusted: nobody whom this machine trusts has signed it. Give the certificate of who did.`
const words: Record<string, (at: string) => string> = {
  ENOTFOUND: notFound,
  ENODATA: notFound,
  EAI_AGAIN: (at) => `The name in ${at} could not be looked up: DNS does not answer.`,
  ECONNREFUSED: (at) => `${at} refuses the connection: nothing listens there.`,
  ECONNRESET: (at) => `${at} broke off the connection.`,
  EPIPE: (at) => `${at} broke off the connection.`,
  ETIMEDOUT: (at) => `${at} does not answer.`,
  EHOSTUNREACH: (at) => `There is no way to ${at} from this machine.`,
  ENETUNREACH: (at) => `There is no way to ${at} from this machine.`,
  EACCES: (at) => `This machine does not allow a connection to ${at}.`,
  EPERM: (at) => `This machine does not allow a connection to ${at}.`,
  DEPTH_ZERO_SELF_SIGNED_CERT: notTrusted,
  SELF_SIGNED_CERT_IN_CHAIN: notTrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: notTrusted,
  UNABLE_TO_GET_ISSUER_CERT: notTrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: notTrusted,
  CERT_SIGNATURE_FAILURE: notTrusted,
  CERT_UNTRUSTED: notTrusted,
  CERT_HAS_EXPIRED: (at) => `The certificate of ${at} has expired.`,
  CERT_NOT_YET_VALID: (at) => `The certificate of ${at} is not valid yet. Look at the clocks of both machines.`,
  ERR_TLS_CERT_ALTNAME_INVALID: (at) => `The certificate of ${at} was made for another name.`,
}

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'string' ? code : ''
}

/** `at`: host and port. */
export const problemOf = (error: unknown, at: string): string => {
  // Several addresses were tried: the first failure tells as much as all.
  if (error instanceof AggregateError && error.errors.length > 0) return problemOf(error.errors[0], at)
  if (error instanceof NotConfirmed) return `${at} closed the connection before it had read everything.`
  if (error instanceof TooSlow || (error instanceof Error && error.name === 'TimeoutError')) return `${at} did not answer in time.`
  if (error instanceof ForbiddenAddress)
    return error.why === 'credentials'
      ? `${at} is not allowed: it leads to an address that serves the credentials of cloud machines.`
      : `${at} is not allowed: it leads to this machine or into a private network.`
  const code = codeOf(error)
  const known = words[code]
  if (known) return known(at)
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS'))
    return `${at} does not speak TLS as it has to (at least version 1.2). Perhaps this port is for connections without TLS.`
  if (code.startsWith('HPE_')) return `${at} does not answer as an HTTP server does. Perhaps this port is for something else.`
  return `${at} could not be reached${code ? ` (${code})` : ''}.`
}

/** An answer that is no success. */
export const statusProblem = (status: number, at: string): string => {
  if (status >= 300 && status < 400) return `${at} sends on to another address (${status}), which is not followed. Give the final address.`
  if (status === 401 || status === 403) return `${at} refuses what it was sent (${status}): the secret is not the one it wants.`
  if (status === 404 || status === 405) return `${at} takes nothing at this address (${status}). Look at the path.`
  if (status === 408 || status === 504) return `${at} took too long (${status}).`
  if (status === 410) return `${at} wants nothing more (410).`
  if (status === 413) return `${at} takes less at once (413).`
  if (status === 429) return `${at} wants to be asked less often (429).`
  if (status >= 500) return `${at} has trouble of its own (${status}).`
  return `${at} does not take what it was sent (${status}).`
}
