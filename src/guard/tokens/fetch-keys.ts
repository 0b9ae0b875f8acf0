/** Fetches a JWK Set on a connection of its own: no redirect is followed, no proxy of the environment used, a little is read in a short time. */
import { request as requestHttp } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { refuseCredentials } from '../../ports/outgoing/judge-address.ts'
import { problemOf, statusProblem } from '../../ports/outgoing/problem-words.ts'
import { guardedLookup, judgeHost } from '../../ports/outgoing/resolve-host.ts'
import { systemTrust } from '../../ports/outgoing/trust.ts'

export type Fetched = { ok: true; text: string } | { ok: false; problem: string }

const timeoutMs = 5_000
const mostBytes = 256 * 1024

/** Null where it is too long. */
const readAnswer = async (answer: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** Never rejects. `trust`: whom TLS trusts. */
export const fetchKeys = async (address: string, signal: AbortSignal, trust = systemTrust): Promise<Fetched> => {
  const url = new URL(address)
  const options = {
    // Of its own: the shared agent may have been told of a proxy.
    agent: false as const,
    lookup: guardedLookup(refuseCredentials),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    headers: { accept: 'application/jwk-set+json, application/json', 'user-agent': 'gatehouse' },
  }
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  try {
    judgeHost(url.hostname, refuseCredentials)
    const secured = { ...options, secureContext: url.protocol === 'https:' ? trust() : undefined, rejectUnauthorized: true }
    const sent = url.protocol === 'https:' ? requestHttps(url, secured, resolve) : requestHttp(url, options, resolve)
    sent.on('error', reject)
    // A connection that a 101 took over ends without an error, and its limit of time with it.
    sent.on('close', () => reject(Object.assign(new Error('The connection was closed without an answer.'), { code: 'ECONNRESET' })))
    sent.end()
    try {
      const answer = await promise
      if (answer.statusCode !== 200) return { ok: false, problem: statusProblem(answer.statusCode ?? 0, url.host) }
      const text = await readAnswer(answer)
      return text === null ? { ok: false, problem: `${url.host} sends more than ${mostBytes / 1024} KB of keys.` } : { ok: true, text }
    } finally {
      sent.destroy()
    }
  } catch (error) {
    return { ok: false, problem: problemOf(options.signal.aborted ? options.signal.reason : error, url.host) }
  }
}
