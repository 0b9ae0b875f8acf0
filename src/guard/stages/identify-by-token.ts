/** Who calls, by a bearer token of an issuer that the policy knows. Why one is refused is told to the operator alone. */
import type { IncomingMessage } from 'node:http'
import type { Exchange } from '../exchange.ts'
import type { Refusal } from '../refusal.ts'
import { looksLikeToken } from '../tokens/token-text.ts'
import type { Tokens, TokenVerdict } from '../tokens/tokens.ts'
import { mayCallFrom, wrongNetwork } from './wrong-network.ts'

/** RFC 6750, 3. */
const badToken = (reason: string): Refusal => ({
  code: 'bad-token',
  title: 'This token is not valid.',
  headers: ['www-authenticate', 'Bearer realm="gatehouse", error="invalid_token"'],
  reason,
})
const unknowable = (reason: string): Refusal => ({
  code: 'token-unknowable',
  title: 'Tokens cannot be checked at the moment.',
  headers: ['retry-after', '5'],
  reason,
})

/** A target may take a tab for a space. */
export const bearerOf = ({ headers: { authorization } }: IncomingMessage): string | null =>
  authorization === undefined ? null : (/^Bearer[ \t]+(\S+)$/i.exec(authorization)?.[1] ?? null)

/** Null where there is nothing that could be a token. */
export const tokenOf = (request: IncomingMessage): string | null => {
  const bearer = bearerOf(request)
  return bearer !== null && looksLikeToken(bearer) ? bearer : null
}

/** node:http keeps the first; a target may take the last. */
const isThereTwice = ({ headers, rawHeaders }: IncomingMessage): boolean => {
  if (headers.authorization === undefined) return false
  let count = 0
  for (let at = 0; at < rawHeaders.length; at += 2)
    if (rawHeaders[at]!.length === 13 && rawHeaders[at]!.toLowerCase() === 'authorization') count++
  return count > 1
}

/** Where tokens are taken: the second may be one, whatever the first is. */
export const twoAuthorizations = (request: IncomingMessage): Refusal | null =>
  isThereTwice(request) ? badToken('there are two of them') : null

interface Asked {
  /** It says who calls; else something else did, and it need only be true where it is of ours: the service may believe it. */
  names: boolean
  /** Nobody comes in without. */
  needed: boolean
}

const take = (exchange: Exchange, verdict: TokenVerdict, { names, needed }: Asked): Refusal | null => {
  switch (verdict.kind) {
    case 'stranger':
      return needed ? badToken(verdict.why) : null
    case 'refused':
      return badToken(verdict.why)
    case 'unknowable':
      return unknowable(verdict.why)
    case 'caller': {
      const { caller } = verdict
      if (!mayCallFrom(caller.networks, exchange.source)) return wrongNetwork('token')
      if (!names) return null
      exchange.consumer = caller.consumer
      exchange.scopes = caller.scopes
      exchange.token = caller
      return null
    }
  }
}

export const identifyByToken = (
  exchange: Exchange,
  tokens: Tokens,
  asked: Asked & { token: string },
): Refusal | null | Promise<Refusal | null> => {
  const verdict = tokens.judge(asked.token, exchange.route!.settings.issuers, exchange.atMs)
  return verdict instanceof Promise ? verdict.then((found) => take(exchange, found, asked)) : take(exchange, verdict, asked)
}
