/** Asks a provider about a key: over TLS that is verified, at public addresses alone, with the key in a header and nowhere else. */
import type { SecureContext } from 'node:tls'
import type { Provider } from '../../../shared/contract/vault.ts'
import { exchange } from '../../../ports/outgoing/exchange.ts'
import type { Connector } from '../../../ports/outgoing/exchange.ts'
import { refusePrivate } from '../../../ports/outgoing/judge-address.ts'
import { systemTrust } from '../../../ports/outgoing/trust.ts'
import { judgeKeyAnswer } from './judge-key-answer.ts'
import type { Judged } from './judge-key-answer.ts'
import { questionOf, takesCheckAddress } from './key-endpoints.ts'
import { unreachableSentence } from './unreachable-sentence.ts'

/** How providers are reached; tests let their names lead to sockets of their own. */
export interface ProviderLink {
  timeoutMs?: number
  trust?: () => SecureContext
  connector?: Connector
}

export interface AskedKey {
  provider: Provider
  checkUrl: string | null
  text: string
}

const defaultTimeoutMs = 10_000

/** Rejects only where `signal` was aborted. */
export const askProvider = async (
  { provider, checkUrl, text }: AskedKey,
  { timeoutMs = defaultTimeoutMs, trust = systemTrust, connector }: ProviderLink,
  now: () => number,
  signal: AbortSignal,
): Promise<Judged> => {
  const question = questionOf(provider, checkUrl, text)
  if (question.kind === 'pointless') return { result: 'unknown', sentence: question.sentence }
  const { url, headers, name } = question
  try {
    const answer = await exchange({ method: 'GET', url, headers, trust, judge: refusePrivate, timeoutMs, connector }, signal)
    return judgeKeyAnswer({ provider, name }, answer, now())
  } catch (error) {
    signal.throwIfAborted()
    return { result: 'unknown', sentence: unreachableSentence(error, url.host, !takesCheckAddress(provider)) }
  }
}
