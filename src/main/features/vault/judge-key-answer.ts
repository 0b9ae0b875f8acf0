/** What a provider's answer says of the key. Nothing of the answer is repeated: some tell back what they were sent. */
import type { KeyCheck, Provider } from '../../../shared/contract/vault.ts'
import { retryAfterMs } from '../../../ports/outgoing/back-off.ts'

export type Judged = Pick<KeyCheck, 'result' | 'sentence'>

export interface KeyAnswer {
  status: number
  retryAfter: string | undefined
  text: string
}

/** How somebody is called in a sentence, and who it is. */
export interface Whom {
  provider: Provider
  name: string
}

/** Google's `ErrorInfo.reason` (google/api/error_reason.proto); null where there is none. */
const googleReason = (text: string): string | null => {
  try {
    const { error } = JSON.parse(text) as { error?: { details?: { reason?: unknown }[] } }
    const reason = error?.details?.map((detail) => detail.reason).find((one) => typeof one === 'string')
    return typeof reason === 'string' ? reason : null
  } catch {
    return null
  }
}

/** The key is a real one: what is refused is this use of it. */
const knownToGoogle = new Set([
  'SERVICE_DISABLED',
  'API_KEY_SERVICE_BLOCKED',
  'API_KEY_HTTP_REFERRER_BLOCKED',
  'API_KEY_IP_ADDRESS_BLOCKED',
  'API_KEY_ANDROID_APP_BLOCKED',
  'API_KEY_IOS_APP_BLOCKED',
])

const waitWords = (retryAfter: string | undefined, nowMs: number): string => {
  const ms = retryAfterMs(retryAfter, nowMs)
  if (ms === null || ms === 0) return 'Try again in a few minutes.'
  const minutes = Math.ceil(ms / 60_000)
  return minutes <= 1 ? 'Try again in a minute.' : `Try again in ${minutes} minutes.`
}

const refused = (name: string): Judged => ({
  result: 'refused',
  sentence: `${name} does not know this key any more: it was revoked, has expired, or was never right. Make a new one there and rotate.`,
})
const restricted = (name: string): Judged => ({
  result: 'valid',
  sentence: `${name} knows the key; it is restricted and may not do what was asked.`,
})
const unknown = (sentence: string): Judged => ({ result: 'unknown', sentence })

export const judgeKeyAnswer = ({ provider, name }: Whom, { status, retryAfter, text }: KeyAnswer, nowMs: number): Judged => {
  const limited: Judged = { result: 'limited', sentence: `${name} wants to be asked less often. ${waitWords(retryAfter, nowMs)}` }
  if (status >= 200 && status < 300) return { result: 'valid', sentence: `${name} takes the key.` }
  if (status === 401) return refused(name)
  if (status === 429) return limited
  if (provider === 'google' && (status === 400 || status === 403)) {
    const reason = googleReason(text)
    if (reason === 'API_KEY_INVALID') return refused(name)
    if (reason !== null && knownToGoogle.has(reason)) return restricted(name)
  }
  // docs.stripe.com/api/errors: 401 is a key that is none, 403 one without the permission.
  if (provider === 'stripe' && status === 403) return restricted(name)
  // GitHub's secondary limits come as 403 too, with a time to wait.
  if (status === 403 && retryAfter !== undefined) return limited
  if (status === 403)
    return unknown(
      `${name} forbids this request (403): the key may lack the right to it, or requests from this network are not let in. Look at the key's rights there.`,
    )
  if (status >= 300 && status < 400)
    return unknown(`${name} sends on to another address (${status}), to which the key was not sent. Give the final address.`)
  if (status === 404 || status === 405) return unknown(`${name} has nothing to ask at this address (${status}). Look at the path.`)
  if (status === 408 || status >= 500) return unknown(`${name} has trouble of its own (${status}). Try again later.`)
  return unknown(`${name} gave an answer that says nothing of the key (${status}). Try it where the key is used.`)
}
