/** What the guard tells, as an entry of the log. Pure. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { GuardEvent } from '../../../shared/guard-protocol.ts'
import type { Policy } from '../../../shared/policy.ts'
import type { AuditEvent, By } from '../../database/database.ts'
import { quoted, sizeWords } from './policy-words.ts'

export interface EntryContext {
  policy: Policy
  /** Null where the vault has no such key any more. */
  keyLabel(keyId: string): string | null
}

/** The classes of what was refused, by the code of its refusal. */
const classes: Record<string, string> = {
  'unknown-key': 'identity',
  'bad-token': 'identity',
  'key-needed': 'identity',
  'not-allowed': 'access',
  'wrong-network': 'access',
  'cross-origin': 'cross-origin',
  'forged-request': 'forgery',
  'no-route': 'no-route',
  'method-refused': 'no-route',
  misdirected: 'no-route',
  'rate-limited': 'rate-limit',
  'bad-request': 'malformed',
  'too-large': 'size',
  'url-too-long': 'size',
  'headers-too-large': 'size',
  'request-timeout': 'slow',
  busy: 'overload',
}
const reasons: Record<string, string> = {
  'unknown-key': 'an API key that is not valid',
  'bad-token': 'a token that is not valid',
  'token-unknowable': 'the keys of the issuer could not be had',
  'key-needed': 'no API key',
  'not-allowed': 'not allowed to do this',
  'wrong-network': 'a key from a network that it may not be used from',
  'cross-origin': 'a page of another origin may not call it',
  'forged-request': 'not sent by a page of its own',
  'no-route': 'no such route',
  'method-refused': 'a method that no route takes',
  misdirected: 'a host that is not served here',
  'rate-limited': 'a limit was reached',
  'bad-request': 'the request is malformed',
  'too-large': 'the body is too large',
  'url-too-long': 'the address is too long',
  'headers-too-large': 'the headers are too large',
  'request-timeout': 'the request came too slowly',
  busy: 'the guard is busy',
}
/** What is a sign of somebody who tries. */
const signs: ReadonlySet<string> = new Set(['identity', 'access', 'malformed', 'forgery'])
/** So many at once are no mistake of a person. */
const several = 5
const severityOf = (threatClass: string, count: number): Severity =>
  threatClass === 'overload' ? 'medium' : !signs.has(threatClass) ? 'info' : count >= several ? 'medium' : 'low'

const requestIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const text = (value: string | number | boolean | undefined): string => (value === undefined ? '' : String(value))

const storeName = (store: GuardEvent['detail'][string] | undefined): string => (store === 'redis' ? 'Redis' : 'their file')

const byOf = ({ consumer, source, requestId }: GuardEvent, { policy }: EntryContext): By => {
  const known = consumer === null ? null : policy.consumers.find(({ id }) => id === consumer)
  return {
    actor:
      consumer === null ? { kind: 'guard', id: null, name: 'guard' } : { kind: 'consumer', id: consumer, name: known?.name ?? consumer },
    source: source ?? 'guard',
    requestId: requestId !== null && requestIdPattern.test(requestId) ? requestId : null,
  }
}

const routeOf = (id: string | null, { policy }: EntryContext) => {
  if (id === null) return null
  return { kind: 'route', id, name: policy.routes.find((route) => route.id === id)?.name ?? id }
}
const upstreamTarget = ({ detail }: GuardEvent, { policy }: EntryContext) => {
  const id = text(detail.upstream)
  return { kind: 'upstream', id, name: policy.upstreams.find((one) => one.id === id)?.name ?? id }
}

const issuerTarget = ({ detail }: GuardEvent, { policy }: EntryContext) => {
  const id = text(detail.issuer)
  return { kind: 'issuer', id, name: policy.issuers.find((one) => one.id === id)?.name ?? id }
}

const listenerTarget = ({ detail }: GuardEvent) => ({ kind: 'listener', id: text(detail.listener), name: text(detail.listener) })
const endWords = (days: number): string => (days <= 0 ? 'has ended: callers refuse it' : `ends in ${days === 1 ? 'a day' : `${days} days`}`)

const told = (event: GuardEvent, context: EntryContext): AuditEvent => {
  const { kind, code, count, detail } = event
  const route = routeOf(event.route, context)
  switch (kind) {
    case 'refused': {
      const threatClass = classes[code ?? ''] ?? 'refused'
      return {
        action: 'request.refused',
        severity: severityOf(threatClass, count),
        outcome: 'refused',
        threatClass,
        message: `The guard refused ${count === 1 ? 'a request' : 'requests'}${route ? ` on ${quoted(route.name)}` : ''}: ${reasons[code ?? ''] ?? text(code ?? undefined)}`,
        target: route,
      }
    }
    case 'connection-refused':
      return {
        action: 'connection.refused',
        severity: count >= several ? 'medium' : 'low',
        outcome: 'refused',
        threatClass: 'connection',
        message: `The guard refused ${count === 1 ? 'a connection' : 'connections'}: ${text(code ?? undefined)}`,
      }
    case 'target-down':
      return {
        action: 'target.down',
        severity: 'high',
        outcome: 'failed',
        message: `The target ${text(detail.target)} answers no more; it gets no requests for a while`,
        target: upstreamTarget(event, context),
      }
    case 'target-up':
      return {
        action: 'target.up',
        message: `The target ${text(detail.target)} answers again`,
        target: upstreamTarget(event, context),
      }
    case 'policy-refused':
      return {
        action: 'guard.policy-refused',
        severity: 'high',
        outcome: 'failed',
        message: `The guard cannot serve by the policy that it kept: ${text(detail.message)}`,
      }
    case 'lost-records':
      return {
        action: 'guard.records-lost',
        severity: 'critical',
        outcome: 'failed',
        message: `Records of requests are lost: ${text(detail.why) || 'they could not be kept'}`,
      }
    case 'spill-filling':
      return {
        action: 'guard.spill-filling',
        severity: 'high',
        message: `What the guard keeps for the console fills its place on the disk: ${sizeWords(Number(detail.spilledBytes ?? 0))}`,
      }
    case 'limits-apart':
      return {
        action: 'guard.limits-apart',
        severity: 'high',
        outcome: 'failed',
        message: `The guard cannot count limits in ${storeName(detail.store)}: ${text(detail.why)}; until it can again it counts in memory, by itself`,
      }
    case 'limits-together':
      return { action: 'guard.limits-together', message: `The guard counts limits in ${storeName(detail.store)} again` }
    case 'certificate-ends':
      return {
        action: 'certificate.ends',
        severity: Number(detail.days) <= 1 ? 'high' : Number(detail.days) <= 7 ? 'medium' : 'low',
        message: `The certificate for ${quoted(text(detail.name))} ${endWords(Number(detail.days))}`,
        target: listenerTarget(event),
      }
    case 'certificate-kept':
      return {
        action: 'certificate.kept',
        severity: 'high',
        outcome: 'failed',
        message: `The guard keeps its former certificate: ${text(detail.why)}`,
        target: listenerTarget(event),
      }
    case 'certificate-taken':
      return { action: 'certificate.taken', message: 'The guard serves with a new certificate', target: listenerTarget(event) }
    case 'issuer-keys-away':
      return {
        action: 'issuer.keys-away',
        severity: 'high',
        outcome: 'failed',
        message: `The keys of the issuer ${quoted(issuerTarget(event, context).name)} cannot be fetched: ${text(detail.why).replace(/\.$/, '')}`,
        target: issuerTarget(event, context),
      }
    case 'issuer-keys-back':
      return {
        action: 'issuer.keys-back',
        message: `The keys of the issuer ${quoted(issuerTarget(event, context).name)} can be fetched again`,
        target: issuerTarget(event, context),
      }
    case 'issuer-keys-changed':
      return {
        action: 'issuer.keys-changed',
        severity: 'low',
        message: `The issuer ${quoted(issuerTarget(event, context).name)} has other keys: ${text(detail.added)} new, ${text(detail.removed)} gone, ${text(detail.count)} now`,
        target: issuerTarget(event, context),
      }
    case 'key-used': {
      const keyId = text(detail.key).replace(/^vault:/, '')
      const label = context.keyLabel(keyId) ?? keyId
      return {
        action: 'key.used-by-route',
        message: `The key ${quoted(label)} was put into ${count === 1 ? 'a request' : `${count} requests`}${route ? ` on ${quoted(route.name)}` : ''}`,
        target: { kind: 'key', id: keyId, name: label },
      }
    }
  }
}

export const guardEventEntry = (event: GuardEvent, context: EntryContext): AuditEvent => {
  const { code, route, count, atMs, lastAtMs, detail } = event
  const entry = told(event, context)
  return {
    ...entry,
    count,
    by: byOf(event, context),
    detail: { ...detail, ...(code === null ? {} : { code }), ...(route === null ? {} : { route }), firstAtMs: atMs, lastAtMs },
  }
}
