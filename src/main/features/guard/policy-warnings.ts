/** What is allowed in a policy and yet worth a second look before it is served by. Pure. */
import { isThisMachine } from '../../../shared/network-address.ts'
import type { Issuer } from '../../../shared/issuer.ts'
import type { Policy, Route } from '../../../shared/policy.ts'
import type { RouteSettings } from '../../../shared/route-settings.ts'
import { effectiveSettings } from '../../../shared/route-settings.ts'
import { browserFaults } from './browser-warnings.ts'
import { opens } from './policy-changes.ts'
import { limitWords, quoted } from './policy-words.ts'
import { telemetryWarnings } from './telemetry-changes.ts'

export interface WarningContext {
  nowMs: number
  /** Whether the vault has such a key. */
  knowsKey(keyId: string): boolean
}

interface Served {
  route: Route
  settings: RouteSettings
}
const servedBy = (policy: Policy): Served[] =>
  policy.routes.filter(({ enabled }) => enabled).map((route) => ({ route, settings: effectiveSettings(policy, route).settings }))

const letsIn = ({ consumers }: Policy, { enabled, others, callers }: Issuer): boolean => {
  const named = new Set([others, ...callers.map(({ consumer }) => consumer)])
  return enabled && consumers.some((consumer) => consumer.enabled && named.has(consumer.id))
}
const issuerFaults = (policy: Policy, { knowsKey }: WarningContext): string[] =>
  policy.issuers
    .filter(({ enabled }) => enabled)
    .flatMap((issuer) => [
      ...(letsIn(policy, issuer)
        ? []
        : [`No token of the issuer ${quoted(issuer.name)} lets anybody in: no consumer stands for its callers.`]),
      ...(issuer.keys.kind === 'secret' && !knowsKey(issuer.keys.secret.replace(/^vault:/, ''))
        ? [`The secret of the issuer ${quoted(issuer.name)} is a key that the vault does not hold: its tokens cannot be checked.`]
        : []),
    ])

const nobodyGetsIn = (policy: Policy, served: readonly Served[], nowMs: number): string[] => {
  if (served.length === 0 || policy.passThrough) return []
  if (!served.every(({ settings }) => settings.identity === 'required' && !settings.passThrough)) return []
  const keys = policy.consumers.filter(({ enabled }) => enabled).flatMap((consumer) => consumer.keys)
  const certified = policy.consumers.some(({ enabled, certificates }) => enabled && certificates.length > 0)
  const good = keys.filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > nowMs)
  if (certified || good.length > 0 || policy.issuers.some((issuer) => letsIn(policy, issuer))) return []
  return [`Nobody could get in: every route needs a key and no consumer has one${keys.length > 0 ? ' that has not expired' : ''}.`]
}

const matchKey = ({ hosts, path, methods, headers }: Route['match']): string =>
  JSON.stringify([hosts.toSorted(), path, methods.toSorted(), headers.toSorted((a, b) => a.name.localeCompare(b.name))])
const sameMatches = (served: readonly Served[]): string[] => {
  const first = new Map<string, Route>()
  return served.flatMap(({ route }) => {
    const key = matchKey(route.match)
    const other = first.get(key)
    if (other) return [`The routes ${quoted(other.name)} and ${quoted(route.name)} take the same requests: the first answers them all.`]
    first.set(key, route)
    return []
  })
}

const isBelow = (path: string, prefix: string): boolean =>
  prefix === '/' || path === prefix || path.startsWith(`${prefix.replace(/\/$/, '')}/`)

const routeFaults = ({ route, settings }: Served, { knowsKey }: WarningContext): string[] => {
  const name = quoted(route.name)
  const { path } = route.match
  const unknown = settings.injectKeys.some(({ secret }) => !knowsKey(secret.replace(/^vault:/, '')))
  return [
    ...(unknown ? [`The route ${name} puts in a key that the vault does not hold: it answers 503.`] : []),
    ...(settings.stripPrefix !== '' && !isBelow(path.value, settings.stripPrefix)
      ? [`The route ${name} takes ${settings.stripPrefix} off the path, and does not take that path.`]
      : []),
    ...browserFaults(name, settings, knowsKey),
  ]
}

const upstreamFaults = (policy: Policy): string[] => {
  const ports = new Set(policy.listeners.map(({ port }) => port))
  const used = new Set(policy.routes.map(({ upstream }) => upstream))
  return policy.upstreams.flatMap((upstream) => {
    const name = quoted(upstream.name)
    const loops = upstream.targets.some(({ url }) => {
      const { hostname, port, protocol } = new URL(url)
      return isThisMachine(hostname) && ports.has(Number(port || (protocol === 'https:' ? 443 : 80)))
    })
    return [
      ...(used.has(upstream.id) ? [] : [`No route uses the upstream ${name}.`]),
      ...(upstream.targets.every(({ weight }) => weight === 0) ? [`The upstream ${name} sends to nobody: every weight is 0.`] : []),
      ...(loops ? [`The upstream ${name} sends back to the guard itself.`] : []),
    ]
  })
}

const limitFaults = (policy: Policy, served: readonly Served[]): string[] =>
  policy.limits.flatMap((limit) => {
    if (limit.layer !== 'consumer' && limit.layer !== 'consumer-route') return []
    const open = served.filter(
      ({ route, settings }) => settings.identity !== 'required' && (limit.routes.length === 0 || limit.routes.includes(route.id)),
    )
    const [one] = open
    if (!one) return []
    const where = open.length === 1 ? `the route ${quoted(one.route.name)} takes` : `${open.length} routes take`
    return [`The limit ${quoted(limit.name)} counts consumers, but ${where} requests without a key: those it does not count.`]
  })

const listenerFaults = (policy: Policy): string[] => {
  const open = policy.listeners.filter(({ host }) => !isThisMachine(host))
  return [
    ...open.map(({ host, port }) => `The listener on ${host}:${port} can be reached from other machines.`),
    ...policy.listeners.flatMap(({ host, port, tls }) =>
      !isThisMachine(host) && tls?.certificates.some(({ kind }) => kind === 'self-signed')
        ? [`The certificate on ${host}:${port} vouches for itself alone: other machines cannot tell it from an impostor’s.`]
        : [],
    ),
    ...(policy.consumers.some(({ certificates }) => certificates.length > 0) && !policy.listeners.some(({ tls }) => tls?.clientCertificates)
      ? ['Consumers are known by certificates, and no port asks for one: they are not known by them.']
      : []),
    ...(policy.listeners.length === 0 && policy.routes.length > 0 ? ['The guard listens nowhere: no request can come.'] : []),
    ...(policy.trustedProxies.some((network) => network.endsWith('/0'))
      ? ['Everybody is believed about whom they call for: any caller can name another address.']
      : []),
  ]
}

const metricsFaults = ({ metrics }: Policy, { knowsKey }: WarningContext): string[] =>
  metrics?.token == null || knowsKey(metrics.token.replace(/^vault:/, ''))
    ? []
    : ['The token of the figures is a key that the vault does not hold: nobody can read them.']

const redisFaults = ({ redis, limitStore }: Policy, { knowsKey }: WarningContext): string[] => {
  if (!redis || limitStore !== 'redis') return []
  const { hostname, protocol } = new URL(redis.url)
  return [
    ...(redis.password === null || knowsKey(redis.password.replace(/^vault:/, ''))
      ? []
      : ['The password of Redis is a key that the vault does not hold: each guard counts by itself.']),
    ...(protocol === 'rediss:' || isThisMachine(hostname)
      ? []
      : ['Redis is asked in plain text over the network: whoever is on the way can read its password, and let anybody by or nobody.']),
  ]
}

const sessionFaults = (policy: Policy, served: readonly Served[]): string[] =>
  policy.limits
    .filter(({ layer }) => layer === 'session')
    .flatMap((limit) => {
      const name = quoted(limit.name)
      const on = served.filter(({ route }) => limit.routes.length === 0 || limit.routes.includes(route.id))
      const told = on.flatMap(({ settings }) => settings.sessionFrom ?? [])
      if (told.length === 0) return [`The limit ${name} counts sessions, and no route of it says what tells them apart: it counts nothing.`]
      const beside = policy.limits.some(({ layer, mode }) => mode === 'enforce' && (layer === 'source' || layer === 'source-route'))
      // Of a token the session is its issuer's word.
      return beside || told.every((from) => from === 'claim:sid')
        ? []
        : [`The limit ${name} counts sessions, which a caller may make up anew for each request: put a limit by address beside it.`]
    })

/** Of the policy as it stands, whatever it was before. */
const standing = (policy: Policy, context: WarningContext): string[] => {
  const served = servedBy(policy)
  return [
    ...nobodyGetsIn(policy, served, context.nowMs),
    ...listenerFaults(policy),
    ...sameMatches(served),
    ...served.flatMap((one) => routeFaults(one, context)),
    ...upstreamFaults(policy),
    ...limitFaults(policy, served),
    ...metricsFaults(policy, context),
    ...telemetryWarnings(policy, context),
    ...redisFaults(policy, context),
    ...sessionFaults(policy, served),
    ...telemetryWarnings(policy, context),
    ...issuerFaults(policy, context),
  ]
}

/** A route that is gone leaves its requests to a wider one, which may ask for less. */
const takenOver = (before: Policy, after: Policy): string[] => {
  const served = servedBy(after)
  const stay = new Set(served.map(({ route }) => route.id))
  return servedBy(before)
    .filter(({ route, settings }) => !stay.has(route.id) && settings.identity === 'required' && !settings.passThrough)
    .flatMap(({ route }) => {
      const heir = served.find(
        ({ route: { match }, settings }) =>
          settings.identity !== 'required' &&
          match.path.kind === 'prefix' &&
          isBelow(route.match.path.value, match.path.value) &&
          (match.hosts.length === 0 || route.match.hosts.some((host) => match.hosts.includes(host))),
      )
      return heir
        ? [`Requests of ${quoted(route.name)}, which needed a key, go through ${quoted(heir.route.name)} from now on, which needs none.`]
        : []
    })
}

const changing = (before: Policy, after: Policy): string[] => [
  ...(after.passThrough && !before.passThrough ? ['Pass-through refuses nothing: no key, network or limit holds any one back.'] : []),
  ...after.routes
    .filter((route) =>
      opens(
        before,
        before.routes.find(({ id }) => id === route.id),
        after,
        route,
      ),
    )
    .map((route) =>
      effectiveSettings(after, route).settings.identity === 'required'
        ? `The route ${quoted(route.name)} lets through what it stopped before.`
        : `The route ${quoted(route.name)} sends on without a key what was protected before.`,
    ),
  ...takenOver(before, after),
  ...after.limits
    .filter((limit) => {
      const was = before.limits.find(({ id }) => id === limit.id)
      return limit.mode === 'enforce' && (was === undefined || was.mode === 'dry-run' || was.limit / was.perMs > limit.limit / limit.perMs)
    })
    .map((limit) => `The limit ${quoted(limit.name)} refuses more than ${limitWords(after, limit)}, from now on.`),
]

/** What the change brings: what was so before is not told again. */
export const warningsOf = (before: Policy, after: Policy, context: WarningContext): string[] => {
  const known = new Set(standing(before, context))
  return [...changing(before, after), ...standing(after, context).filter((warning) => !known.has(warning))]
}
