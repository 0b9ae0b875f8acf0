/** Why a provider could not be asked, and how that is mended. */
import { problemOf } from '../../../ports/outgoing/problem-words.ts'

const codeOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

const noWay = new Set(['ENOTFOUND', 'ENODATA', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'])
const strangers = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

/** `isWellKnown`: the address is the provider's own, so it is not to blame. */
export const unreachableSentence = (error: unknown, host: string, isWellKnown: boolean): string => {
  const code = codeOf(error)
  if (isWellKnown && noWay.has(code))
    return `${host} cannot be reached: this machine seems to be offline, its DNS does not answer, or only a proxy leads out, which is not used. Check the key again when it is online.`
  if (strangers.has(code))
    return `Whoever answers for ${host} shows a certificate that this machine does not trust, so the key was not sent. If a proxy of your network opens TLS, its certificate belongs into the system's store.`
  return `${problemOf(error, host)} Nothing could be told of the key; check it again when that is mended.`
}
