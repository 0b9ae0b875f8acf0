/** One request over HTTP(S) on a connection of its own: no redirect is followed, no proxy of the environment used, little of the answer read. */
import { request as requestHttp } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { RequestOptions } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { JudgeAddress } from './judge-address.ts'
import { guardedLookup, judgeHost } from './resolve-host.ts'

/** Where a name leads, in place of DNS and the address's own port. Whoever gives it answers for where that is. */
export interface Connector {
  lookup: LookupFunction
  port(url: URL): number
}

export interface ExchangeOptions {
  method: 'GET' | 'POST'
  url: URL
  headers: Record<string, string | number>
  body?: Buffer
  trust: () => SecureContext
  /** Of the address that is connected to, however it was found. */
  judge: JudgeAddress
  /** From the first byte to the last of the answer. */
  timeoutMs: number
  connector?: Connector | undefined
}

export interface Exchanged {
  status: number
  retryAfter: string | undefined
  /** At most 64 KB of it. */
  text: string
}

const maxAnswerBytes = 65_536

const readAnswer = async (answer: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, maxAnswerBytes - bytes))
    bytes += chunk.length
    if (bytes >= maxAnswerBytes) break
  }
  return Buffer.concat(chunks).toString()
}

/** What `tls.connect` takes, to which these options go; the types of `https` do not say so. */
const secured = (options: RequestOptions, secureContext: SecureContext): RequestOptions & { secureContext: SecureContext } => ({
  ...options,
  secureContext,
  rejectUnauthorized: true,
})

/** Rejects with what went wrong; see `problemOf`. Whatever was answered, success or not, is an answer. */
export const exchange = async (given: ExchangeOptions, signal: AbortSignal): Promise<Exchanged> => {
  const { method, url, headers, body, trust, judge, timeoutMs, connector } = given
  judgeHost(url.hostname, judge)
  const options = {
    method,
    // Of its own: the shared agent may have been told of a proxy.
    agent: false as const,
    lookup: connector?.lookup ?? guardedLookup(judge),
    ...(connector && { port: connector.port(url) }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    headers: { ...headers, 'user-agent': 'gatehouse' },
  }
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const sent = url.protocol === 'https:' ? requestHttps(url, secured(options, trust()), resolve) : requestHttp(url, options, resolve)
  sent.on('error', reject)
  // Also where nothing says why: a connection that a 101 took over ends without an error, and its limit of time with it.
  sent.on('close', () => reject(Object.assign(new Error('The connection was closed without an answer.'), { code: 'ECONNRESET' })))
  sent.end(body)
  try {
    const answer = await promise
    const text = await readAnswer(answer)
    return { status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'], text }
  } catch (error) {
    throw options.signal.aborted ? options.signal.reason : error
  } finally {
    sent.destroy()
  }
}
