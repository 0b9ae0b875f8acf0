/** Tokens under one policy: each is verified once and then known by its digest until it ends or its issuer's keys change. */
import { hash } from 'node:crypto'
import type { Consumer } from '../../shared/consumer.ts'
import type { JudgedToken } from '../../shared/issuer.ts'
import { networkOf } from '../../shared/network-address.ts'
import type { IssuerTable, KnownIssuer } from './issuer-table.ts'
import { Recent } from './recent.ts'
import { callerOf } from './token-caller.ts'
import type { TokenCaller } from './token-caller.ts'
import type { TokenText } from './token-text.ts'
import { readToken } from './token-text.ts'
import { verifyToken } from './verify-token.ts'

export type TokenVerdict =
  | { kind: 'caller'; caller: TokenCaller; untilMs: number }
  /** Of nobody whose tokens are taken on this route: it may be meant for the service itself. */
  | { kind: 'stranger'; why: string }
  | { kind: 'refused'; why: string }
  /** Whether it is true cannot be found out now. */
  | { kind: 'unknowable'; why: string }

export interface Tokens {
  /** `issuers`: those of the route; none: all. At once where the token is known. */
  judge(text: string, issuers: readonly string[], nowMs: number): TokenVerdict | Promise<TokenVerdict>
  /** For an operator: what it says, and what becomes of it. Keeps nothing. */
  explain(text: string, issuers: readonly string[], nowMs: number): Promise<JudgedToken>
}

interface Known {
  of: KnownIssuer
  generation: number
  verdict: Extract<TokenVerdict, { kind: 'caller' }>
}

const mostKnown = 10_000
/** Whoever floods with new tokens waits for those before. */
const mostAtOnce = 500

const stranger: TokenVerdict = { kind: 'stranger', why: 'it is of no issuer whose tokens are taken here' }
const overrun: TokenVerdict = { kind: 'unknowable', why: 'too many new tokens at once' }

export const createTokens = (table: IssuerTable, consumers: readonly Consumer[]): Tokens => {
  const byName = new Map([...table.values()].map((known) => [known.issuer.issuer, known]))
  const letIn = new Map(
    consumers
      .filter(({ enabled }) => enabled)
      .map((consumer) => [consumer.id, { consumer, networks: consumer.networks.map((text) => networkOf(text)!) }]),
  )
  const known = new Recent<Known>(mostKnown)
  let underWay = 0

  const takesOn = ({ issuer: { id } }: KnownIssuer, issuers: readonly string[]): boolean => issuers.length === 0 || issuers.includes(id)
  const issuerOf = ({ claims }: TokenText, issuers: readonly string[]): KnownIssuer | null => {
    const named = typeof claims['iss'] === 'string' ? byName.get(claims['iss']) : undefined
    return named && takesOn(named, issuers) ? named : null
  }
  const verify = async (of: KnownIssuer, text: string, read: TokenText, nowMs: number): Promise<TokenVerdict> => {
    const verified = await verifyToken(of.issuer, of.keys, text, read, nowMs)
    if (verified.kind !== 'good') return verified
    const found = callerOf(of.issuer, read.claims, letIn)
    return found.ok ? { kind: 'caller', caller: found.caller, untilMs: verified.untilMs } : { kind: 'refused', why: found.why }
  }
  const verifyOnce = async (digest: string, of: KnownIssuer, text: string, read: TokenText, nowMs: number): Promise<TokenVerdict> => {
    underWay += 1
    try {
      // Keys that change meanwhile make another number: what was found with the former does not last.
      const generation = of.keys.generation()
      const verdict = await verify(of, text, read, nowMs)
      if (verdict.kind === 'caller') known.set(digest, { of, generation, verdict })
      return verdict
    } finally {
      underWay -= 1
    }
  }

  return {
    judge: (text, issuers, nowMs) => {
      const digest = hash('sha256', text, 'base64')
      const before = known.get(digest)
      if (before && before.generation === before.of.keys.generation() && before.of.keys.usable() && nowMs < before.verdict.untilMs)
        return takesOn(before.of, issuers) ? before.verdict : stranger
      const read = readToken(text)
      // Nobody knows of whom it is: on a route where nobody need be known, it may be the service's own.
      if (!read.ok) return { kind: 'stranger', why: read.why }
      const of = issuerOf(read, issuers)
      if (!of) return stranger
      return underWay >= mostAtOnce ? overrun : verifyOnce(digest, of, text, read, nowMs)
    },
    explain: async (text, issuers, nowMs) => {
      const read = readToken(text)
      const of = read.ok ? issuerOf(read, issuers) : null
      const verdict = !read.ok ? { kind: 'refused' as const, why: read.why } : of ? await verify(of, text, read, nowMs) : stranger
      const found = verdict.kind === 'caller' ? verdict : null
      return {
        verdict: verdict.kind === 'caller' ? 'good' : verdict.kind,
        why: verdict.kind === 'caller' ? null : verdict.why,
        issuer: of?.issuer.id ?? null,
        consumer: found?.caller.consumer.id ?? null,
        scopes: [...(found?.caller.scopes ?? [])],
        untilMs: found?.untilMs ?? null,
        header: read.ok ? JSON.stringify(read.header) : null,
        claims: read.ok ? JSON.stringify(read.claims) : null,
      }
    },
  }
}
