/** Asks a provider about a key: over TLS that is verified, at public addresses alone, with the key in a header and nowhere else. */
import type { SecureContext } from 'node:tls'
import type { Provider } from '../../../shared/contract/vault.ts'
import { exchange } from '../../../ports/outgoing/exchange.ts'
import type { Connector } from '../../../ports/outgoing/exchange.ts'
import { refusePrivate } from '../../../ports/outgoing/judge-address.ts'
import { problemOf } from '../../../ports/outgoing/problem-words.ts'
import { systemTrust } from '../../../ports/outgoing/trust.ts'
import { judgeKeyAnswer } from './judge-key-answer.ts'
import type { Judged } from './judge-key-answer.ts'
import { questionOf } from './key-endpoints.ts'

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
    return {
      result: 'unknown',
      sentence: `${problemOf(error, url.host)} Nothing can be told of the key; check it again from a network that reaches ${name}.`,
    }
  }
}
