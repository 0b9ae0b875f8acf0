/** What is different between two policies, a plain sentence for each part, and how much each matters. Pure. */
import { isThisMachine } from '../../../shared/network-address.ts'
import type { Severity, Target } from '../../../shared/contract/audit-filter.ts'
import type { Consumer } from '../../../shared/consumer.ts'
import type { Limit, Policy, Route, Upstream } from '../../../shared/policy.ts'
import type { SomeSettings } from '../../../shared/route-settings.ts'
import { effectiveSettings, settingNames } from '../../../shared/route-settings.ts'
import { compare, same, unlessSame } from './compare-parts.ts'
import type { PolicyChange } from './compare-parts.ts'
import { issuerChanges } from './issuer-changes.ts'
import { telemetryChanges } from './telemetry-changes.ts'
import { givesPagesMore } from './browser-warnings.ts'
import { limitWords, listWords, matchWords, quoted, settingWords, sizeWords, timeWords } from './policy-words.ts'
import { asksLess, listenerTlsWords, trustsMore, upstreamTlsWords } from './tls-words.ts'

const settingParts = (before: SomeSettings, after: SomeSettings): string[] =>
  settingNames.flatMap((name) => {
    if (same(before[name], after[name])) return []
    const words = settingWords[name] as (value: unknown) => string
    return after[name] === undefined ? [`${name} as inherited`] : [words(after[name])]
  })

/** None named: of every issuer. */
const takesMoreTokens = (was: readonly string[], is: readonly string[]): boolean =>
  was.length > 0 && (is.length === 0 || is.some((id) => !was.includes(id)))

/** Whether requests come through that were stopped before. */
export const opens = (before: Policy, from: Route | undefined, after: Policy, to: Route): boolean => {
  if (!from || !to.enabled) return false
  const was = effectiveSettings(before, from).settings
  const is = effectiveSettings(after, to).settings
  return (
    (was.identity === 'required' && !was.passThrough && (is.identity !== 'required' || is.passThrough)) ||
    (was.action !== null && is.action === null) ||
    (is.identity !== 'none' && takesMoreTokens(was.issuers, is.issuers))
  )
}

const routeChanges = (before: Policy, after: Policy): PolicyChange[] => {
  const givesMore = (from: Route, to: Route) =>
    givesPagesMore(effectiveSettings(before, from).settings, effectiveSettings(after, to).settings)
  const target = ({ id, name }: Route): Target => ({ kind: 'route', id, name })
  const upstreamName = (policy: Policy, id: string) => quoted(policy.upstreams.find((one) => one.id === id)?.name ?? id)
  const changes = compare(before.routes, after.routes, {
    added: (route) => ({
      sentence:
        [
          `The route ${quoted(route.name)} was added: ${matchWords(route.match)} to ${upstreamName(after, route.upstream)}`,
          ...settingParts({}, route.settings),
        ].join('; ') + (route.enabled ? '' : '; not in use'),
      severity: 'low',
      target: target(route),
    }),
    removed: (route) => ({ sentence: `The route ${quoted(route.name)} was removed`, severity: 'medium', target: target(route) }),
    changed: (from, to) => {
      const parts = [
        ...unlessSame(from.name, to.name, (name) => `called ${quoted(name)}`),
        ...unlessSame(from.enabled, to.enabled, (enabled) => (enabled ? 'in use again' : 'not in use any more')),
        ...unlessSame(from.match, to.match, (match) => `takes ${matchWords(match)}`),
        ...unlessSame(from.upstream, to.upstream, (id) => `sends to ${upstreamName(after, id)}`),
        ...settingParts(from.settings, to.settings),
      ]
      return {
        sentence: `The route ${quoted(from.name)} was changed: ${parts.join('; ')}`,
        severity: opens(before, from, after, to) || givesMore(from, to) ? 'medium' : 'low',
        target: target(to),
      }
    },
  })
  const stay = new Set(after.routes.map(({ id }) => id))
  const were = new Set(before.routes.map(({ id }) => id))
  const order = (routes: readonly Route[], among: ReadonlySet<string>) => routes.filter(({ id }) => among.has(id)).map(({ id }) => id)
  if (same(order(before.routes, stay), order(after.routes, were))) return changes
  return [...changes, { sentence: 'The order of the routes was changed', severity: 'low', target: policyTarget }]
}

const targetParts = ({ targets }: Upstream): string =>
  targets.map(({ url, weight }) => (weight === 1 ? url : `${url} ×${weight}`)).join(', ')
const upstreamChanges = (before: Policy, after: Policy): PolicyChange[] => {
  const target = ({ id, name }: Upstream): Target => ({ kind: 'upstream', id, name })
  return compare(before.upstreams, after.upstreams, {
    added: (one) => ({ sentence: `The upstream ${quoted(one.name)} was added: ${targetParts(one)}`, severity: 'low', target: target(one) }),
    removed: (one) => ({ sentence: `The upstream ${quoted(one.name)} was removed`, severity: 'low', target: target(one) }),
    changed: (from, to) => {
      const parts = [
        ...unlessSame(from.name, to.name, (name) => `called ${quoted(name)}`),
        ...(same(from.targets, to.targets) ? [] : [`sends to ${targetParts(to)}`]),
        ...unlessSame(from.balance, to.balance, (balance) => `balanced by ${balance}`),
        ...unlessSame(from.hashBy, to.hashBy, (by) => `hashed by ${by}`),
        ...unlessSame(from.activeHealth, to.activeHealth, (health) =>
          health === null ? 'targets not asked for their health' : `${health.path} asked every ${timeWords(health.everyMs)}`,
        ),
        ...unlessSame(from.passiveHealth, to.passiveHealth, (health) =>
          health === null
            ? 'failures keep no target out'
            : `${health.failures} failures keep a target out for ${timeWords(health.outForMs)}`,
        ),
        ...unlessSame(from.tls, to.tls, upstreamTlsWords),
        ...unlessSame(from.connectTimeoutMs, to.connectTimeoutMs, (ms) => `a connection within ${timeWords(ms)}`),
        ...unlessSame(from.connections, to.connections, (count) => `${count} connections kept`),
        ...unlessSame(from.overflow, to.overflow, (count) => `${count} more in a rush`),
        ...unlessSame(from.recycleMs, to.recycleMs, (ms) => `connections made anew after ${timeWords(ms)}`),
      ]
      return {
        sentence: `The upstream ${quoted(from.name)} was changed: ${parts.join('; ')}`,
        severity: trustsMore(from.tls, to.tls) ? 'medium' : 'low',
        target: target(to),
      }
    },
  })
}

const keyCount = ({ keys }: Consumer): string => `${keys.length} key${keys.length === 1 ? '' : 's'}`
const consumerChanges = (before: Policy, after: Policy): PolicyChange[] => {
  const target = ({ id, name }: Consumer): Target => ({ kind: 'consumer', id, name })
  const mayWords = ({ role, scopes }: Consumer) => [role, ...scopes].join(', ')
  return compare(before.consumers, after.consumers, {
    added: (one) => ({
      sentence: `The consumer ${quoted(one.name)} was added: ${mayWords(one)}${one.networks.length > 0 ? `, from ${one.networks.join(', ')}` : ''}${one.keys.length > 0 ? `, with ${keyCount(one)}` : ''}`,
      severity: 'low',
      target: target(one),
    }),
    removed: (one) => ({
      sentence: `The consumer ${quoted(one.name)} was removed${one.keys.length > 0 ? `, and with it its ${keyCount(one)}` : ''}`,
      severity: 'medium',
      target: target(one),
    }),
    changed: (from, to) => {
      const gone = from.keys.filter((key) => !to.keys.some(({ id }) => id === key.id))
      const made = to.keys.filter((key) => !from.keys.some(({ id }) => id === key.id))
      const parts = [
        ...unlessSame(from.name, to.name, (name) => `called ${quoted(name)}`),
        ...unlessSame(from.enabled, to.enabled, (enabled) => (enabled ? 'let in again' : 'kept out')),
        ...(same([from.role, from.scopes], [to.role, to.scopes]) ? [] : [`may ${mayWords(to)}`]),
        ...unlessSame(from.networks, to.networks, (networks) => `may call from ${listWords(networks, 'anywhere')}`),
        ...unlessSame(from.certificates, to.certificates, (certificates) => `known by the certificates ${listWords(certificates, 'none')}`),
        ...gone.map(({ prefix }) => `its key gh_${prefix}… was revoked`),
        ...made.map(({ prefix }) => `it was given the key gh_${prefix}…`),
      ]
      const more =
        !same([from.role, from.scopes], [to.role, to.scopes]) ||
        (!from.enabled && to.enabled) ||
        made.length > 0 ||
        to.certificates.some((one) => !from.certificates.includes(one))
      return {
        sentence: `The consumer ${quoted(from.name)} was changed: ${parts.join('; ')}`,
        severity: more ? 'medium' : 'low',
        target: target(to),
      }
    },
  })
}

const limitChanges = (before: Policy, after: Policy): PolicyChange[] => {
  const target = ({ id, name }: Limit): Target => ({ kind: 'limit', id, name })
  return compare(before.limits, after.limits, {
    added: (one) => ({
      sentence: `The limit ${quoted(one.name)} was added: ${limitWords(after, one)}`,
      severity: 'low',
      target: target(one),
    }),
    removed: (one) => ({
      sentence: `The limit ${quoted(one.name)} was removed: ${limitWords(before, one)}`,
      severity: 'medium',
      target: target(one),
    }),
    changed: (from, to) => ({
      sentence: `The limit ${quoted(from.name)} was changed${from.name === to.name ? '' : ` and is called ${quoted(to.name)}`}: ${limitWords(after, to)}; before: ${limitWords(before, from)}`,
      severity: from.mode === 'enforce' && to.mode === 'dry-run' ? 'medium' : 'low',
      target: target(to),
    }),
  })
}

const policyTarget: Target = { kind: 'policy', id: null, name: 'the guard’s policy' }

const listenerChanges = (before: Policy, after: Policy): PolicyChange[] => {
  const place = ({ host, port }: Policy['listeners'][number]) =>
    `${host.includes(':') ? `[${host}]` : host}:${port === 0 ? 'any free port' : port}`
  const target = (one: Policy['listeners'][number]): Target => ({ kind: 'listener', id: one.id, name: place(one) })
  const severity = ({ host }: { host: string }): Severity => (isThisMachine(host) ? 'low' : 'medium')
  return compare(before.listeners, after.listeners, {
    added: (one) => ({
      sentence: `The guard listens on ${place(one)}${one.tls || one.httpsPort !== null ? `: ${listenerTlsWords(one)}` : ''}`,
      severity: severity(one),
      target: target(one),
    }),
    removed: (one) => ({ sentence: `The guard listens on ${place(one)} no more`, severity: 'low', target: target(one) }),
    changed: (from, to) => ({
      sentence:
        place(from) === place(to)
          ? `On ${place(to)} the guard speaks ${listenerTlsWords(to)}; before: ${listenerTlsWords(from)}`
          : `The guard listens on ${place(to)}, and no more on ${place(from)}${same([from.tls, from.httpsPort], [to.tls, to.httpsPort]) ? '' : `: ${listenerTlsWords(to)}`}`,
      severity: asksLess(from.tls, to.tls) ? 'high' : severity(to),
      target: target(to),
    }),
  })
}

const storeWords: Record<Policy['limitStore'], string> = {
  memory: 'in memory: each guard counts by itself, and anew when it starts',
  sqlite: 'in a file: it outlives the guard, and guards that share the file count together',
  redis: 'in Redis: guards on any machine that share it count together',
}

const wholeChanges = (before: Policy, after: Policy): PolicyChange[] => {
  const of = (parts: string[], begin: string, severity: Severity): PolicyChange[] =>
    parts.length === 0 ? [] : [{ sentence: `${begin}${parts.join('; ')}`, severity, target: policyTarget }]
  const { bounds: from } = before
  const { bounds: to } = after
  const protectedBefore = before.routes.filter((route) =>
    after.routes.some((now) => now.id === route.id && same(now.settings, route.settings)),
  )
  const opened = protectedBefore.some((route) =>
    opens(
      before,
      route,
      after,
      after.routes.find(({ id }) => id === route.id)!,
    ),
  )
  const ofDefaults = (policy: Policy) => effectiveSettings(policy, { settings: {} }).settings
  const pagesMayMore = givesPagesMore(ofDefaults(before), ofDefaults(after))
  return [
    ...(before.passThrough === after.passThrough
      ? []
      : after.passThrough
        ? of(['the guard tells what it would refuse, and refuses nothing'], 'Pass-through was turned on: ', 'high')
        : of(['the guard refuses again'], 'Pass-through was turned off: ', 'medium')),
    ...of(
      settingParts(before.defaults, after.defaults),
      'What holds on every route was changed: ',
      opened || pagesMayMore ? 'medium' : 'low',
    ),
    ...of(
      [
        ...unlessSame(from.connections, to.connections, (count) => `${count} connections`),
        ...unlessSame(from.requestsAtOnce, to.requestsAtOnce, (count) => `${count} requests at once`),
        ...unlessSame(from.headerBytes, to.headerBytes, (bytes) => `headers up to ${sizeWords(bytes)}`),
        ...unlessSame(from.headers, to.headers, (count) => `${count} headers`),
        ...unlessSame(from.headerTimeoutMs, to.headerTimeoutMs, (ms) => `headers within ${timeWords(ms)}`),
        ...unlessSame(from.keepAliveMs, to.keepAliveMs, (ms) => `idle connections kept for ${timeWords(ms)}`),
      ],
      'The guard’s bounds were changed: ',
      'low',
    ),
    ...of(
      unlessSame(before.limitStore, after.limitStore, (store) => storeWords[store]),
      'What was used of limits is kept ',
      after.limitStore === 'memory' ? 'medium' : 'low',
    ),
    ...of(
      unlessSame(before.redis, after.redis, (redis) =>
        redis === null
          ? 'none'
          : `${redis.url}, keys begin with ${redis.keyPrefix}, ${redis.password === null ? 'without a password' : 'with a password of the vault'}, at most ${timeWords(redis.timeoutMs)} a request`,
      ),
      'The Redis of the limits: ',
      'medium',
    ),
    ...of(
      unlessSame(before.metrics, after.metrics, (metrics) =>
        metrics === null
          ? 'no more'
          : `on ${metrics.host.includes(':') ? `[${metrics.host}]` : metrics.host}:${metrics.port}, ${metrics.token === null ? 'to every program there' : 'with a token'}`,
      ),
      'Figures are told to Prometheus ',
      after.metrics && (!isThisMachine(after.metrics.host) || (before.metrics?.token != null && after.metrics.token === null))
        ? 'medium'
        : 'low',
    ),
    ...of(
      unlessSame(before.trustedProxies, after.trustedProxies, (networks) => listWords(networks, 'nobody')),
      'Believed about whom they call for: ',
      'medium',
    ),
  ]
}

export const changesOf = (before: Policy, after: Policy): PolicyChange[] => [
  ...wholeChanges(before, after),
  ...listenerChanges(before, after),
  ...upstreamChanges(before, after),
  ...routeChanges(before, after),
  ...consumerChanges(before, after),
  ...issuerChanges(before, after),
  ...telemetryChanges(before, after),
  ...limitChanges(before, after),
]
