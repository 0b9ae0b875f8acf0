/** Posts JSON over HTTP(S); see `exchange` for what it does not do. */
import type { SecureContext } from 'node:tls'
import { exchange } from './exchange.ts'
import type { Exchanged } from './exchange.ts'
import type { JudgeAddress } from './judge-address.ts'

export interface PostOptions {
  url: URL
  headers: Record<string, string>
  /** JSON as text, or as bytes in the coding that `headers` name. */
  body: string | Buffer
  trust: () => SecureContext
  /** Of the address that is connected to, however it was found. */
  judge: JudgeAddress
  /** From the first byte to the last of the answer. */
  timeoutMs: number
}

export type PostAnswer = Exchanged

/** Rejects with what went wrong; see `problemOf`. Whatever was answered, success or not, is an answer. */
export const post = async ({ headers, body, ...rest }: PostOptions, signal: AbortSignal): Promise<PostAnswer> => {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  return exchange(
    { ...rest, method: 'POST', body: bytes, headers: { ...headers, 'content-type': 'application/json', 'content-length': bytes.length } },
    signal,
  )
}
