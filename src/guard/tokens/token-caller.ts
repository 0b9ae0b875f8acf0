/** Who a token stands for, and what that caller may do. Pure. */
import { hash } from 'node:crypto'
import type { Consumer } from '../../shared/consumer.ts'
import type { Network } from '../../shared/network-address.ts'
import { consumerRoles, consumerScopes, scopesOf } from '../../shared/consumer.ts'
import type { Issuer } from '../../shared/issuer.ts'
import { nameAt, wordsAt } from './claims.ts'
import { sessionDigest } from '../limits/session-digest.ts'

export interface TokenCaller {
  consumer: Consumer
  scopes: readonly string[]
  networks: readonly Network[]
  /** Told apart by it in the record of requests: the issuer, and whoever has no consumer of its own in a short form. */
  caller: string
  /** What limits for consumers count by. */
  counted: string
  /** A digest of its session (`sid`, OpenID Connect Front-Channel Logout 1.0); null where it names none. */
  session: string | null
}

const shortLetters = 16

/**
 * The same for the same caller in every guard, so that limits are counted together; a pseudonym (96 bits of SHA-256), not
 * a secret: whoever guesses a name can see that it is right.
 */
const shortName = ({ issuer }: Issuer, name: string): string => hash('sha256', `${issuer}\n${name}`, 'base64url').slice(0, shortLetters)

/** The consumer's own, or those of the roles that the token brings; narrowed to what the token lists. */
const scopesByToken = (issuer: Issuer, consumer: Consumer, claims: Readonly<Record<string, unknown>>): readonly string[] => {
  const { roleClaim, roles, scopeClaim } = issuer
  const told = roleClaim === null ? null : new Set(wordsAt(claims, roleClaim))
  const brought = told && roles.filter(({ value }) => told.has(value)).map(({ role }) => role)
  const all =
    brought && brought.length > 0
      ? [...consumerRoles.filter((role) => brought.includes(role)).flatMap((role) => consumerScopes[role]), ...consumer.scopes]
      : scopesOf(consumer, { scopes: null })
  return scopeClaim === null ? all : wordsAt(claims, scopeClaim).filter((scope) => all.includes(scope) || all.includes('*'))
}

export interface KnownConsumer {
  consumer: Consumer
  networks: readonly Network[]
}
export type CallerRead = { ok: true; caller: TokenCaller } | { ok: false; why: string }

/** `consumers`: those that are let in, by their ids. */
export const callerOf = (
  issuer: Issuer,
  claims: Readonly<Record<string, unknown>>,
  consumers: ReadonlyMap<string, KnownConsumer>,
): CallerRead => {
  const name = nameAt(claims, issuer.callerClaim)
  if (name === null) return { ok: false, why: `it names no caller in the claim ${issuer.callerClaim}` }
  const own = issuer.callers.find(({ value }) => value === name)
  const id = own?.consumer ?? issuer.others
  if (id === null) return { ok: false, why: 'its caller is none of those who are known' }
  const found = consumers.get(id)
  if (!found) return { ok: false, why: 'its consumer is kept out' }
  const { consumer, networks } = found
  const short = own ? '' : `~${shortName(issuer, name)}`
  return {
    ok: true,
    caller: {
      consumer,
      networks,
      scopes: scopesByToken(issuer, consumer, claims),
      caller: `${issuer.id}${short}`,
      counted: `${consumer.id}${short}`,
      session: typeof claims['sid'] === 'string' ? sessionDigest(`${issuer.issuer}\n${claims['sid']}`) : null,
    },
  }
}
