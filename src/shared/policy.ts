/**
 * What the guard does, as one document: listeners, routes, upstreams, consumers, limits. The console keeps it, a file may
 * hold it, the guard validates it and serves by it as a whole. Times are milliseconds, sizes bytes. No secret stands in
 * it: keys of consumers as SHA-256, keys for upstreams as references.
 */
import { z } from 'zod'
import { corsFault } from './browser-settings.ts'
import { consumerSchema } from './consumer.ts'
import { issuerFaults, issuerSchema } from './issuer.ts'
import { isAddress, isThisMachine } from './network-address.ts'
import { limitLayers, limitStores, penaltySchema, redisSchema, refillMs, resourceClassSchema } from './limit-parts.ts'
import { bytes, headerNameSchema, headerValueSchema, idSchema, kb, mb, ms, nameSchema, networkSchema, token } from './policy-parts.ts'
import { someSettingsSchema } from './route-settings.ts'
import { telemetrySchema } from './telemetry-settings.ts'
import { listenerTlsSchema, upstreamTlsSchema } from './tls-settings.ts'

/** `api.example.com`, `*.example.com`, without a port. */
const hostPatternSchema = z
  .string()
  .max(253)
  .regex(/^(?:\*\.)?[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?$|^\[[0-9a-f:.]+\]$/i, 'not a name of a host')
  .toLowerCase()

export const listenerSchema = z.strictObject({
  id: idSchema,
  host: z.string().refine(isAddress, 'not an address').default('127.0.0.1'),
  port: z.int().min(0).max(65_535),
  /** Null: in plain text. */
  tls: listenerTlsSchema.nullable().default(null),
  /** In plain text alone: serves nothing, and sends callers to https on this port of the same host. */
  httpsPort: z.int().min(1).max(65_535).nullable().default(null),
})

/** How a path is matched: `/api` and all below it, just that, or segments such as `/users/{id}` where `{rest*}` takes what follows. */
const pathMatchSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('prefix'), value: z.string().max(2000).startsWith('/') }),
  z.strictObject({ kind: z.literal('exact'), value: z.string().max(2000).startsWith('/') }),
  z.strictObject({
    kind: z.literal('pattern'),
    value: z
      .string()
      .max(2000)
      .regex(/^(?:\/(?:\{[a-z]\w*\*?\}|[^/{}]*))+$/i, 'not a pattern such as /users/{id}'),
  }),
])

export const matchSchema = z.strictObject({
  /** None: any host. */
  hosts: z.array(hostPatternSchema).max(50).default([]),
  path: pathMatchSchema.default({ kind: 'prefix', value: '/' }),
  /** None: any method. */
  methods: z.array(z.string().max(20).regex(token).toUpperCase()).max(20).default([]),
  /** All of them; a null value: there at all. */
  headers: z
    .array(z.strictObject({ name: headerNameSchema, value: headerValueSchema.nullable() }))
    .max(10)
    .default([]),
})

export const routeSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  enabled: z.boolean().default(true),
  match: matchSchema.prefault({}),
  upstream: idSchema,
  settings: someSettingsSchema.default({}),
})
export type Route = z.infer<typeof routeSchema>

/** Scheme, host and port, nothing else. */
const targetUrlSchema = z
  .string()
  .max(500)
  .regex(
    /^https?:\/\/(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?\/?$/i,
    'not an address such as http://127.0.0.1:3000',
  )

export const upstreamSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  targets: z
    .array(z.strictObject({ url: targetUrlSchema, weight: z.int().min(0).max(1000).default(1) }))
    .min(1)
    .max(100),
  balance: z.enum(['round-robin', 'least-connections', 'hash']).default('round-robin'),
  /** Of `hash`: what sends a caller to the same target again. */
  hashBy: z.union([z.enum(['source', 'consumer', 'path']), z.templateLiteral(['header:', z.string()])]).default('source'),
  /** Asks each target by itself; null: only what requests show. */
  activeHealth: z
    .strictObject({
      path: z.string().max(500).startsWith('/').default('/'),
      everyMs: ms(500, 600_000).default(10_000),
      timeoutMs: ms(50, 60_000).default(2_000),
      /** So many good answers in a row bring a target back. */
      healthyAfter: z.int().min(1).max(20).default(2),
      unhealthyAfter: z.int().min(1).max(20).default(3),
      /** Statuses that are good: from, to. */
      statuses: z.tuple([z.int().min(100).max(599), z.int().min(100).max(599)]).default([200, 399]),
    })
    .nullable()
    .default(null),
  /** So many failures in a row of requests take a target out for a while. */
  passiveHealth: z
    .strictObject({ failures: z.int().min(1).max(100).default(5), outForMs: ms(500, 600_000).default(10_000) })
    .nullable()
    .prefault({}),
  /** Beside what every target whose address begins with https is checked for. */
  tls: upstreamTlsSchema.nullable().default(null),
  connectTimeoutMs: ms(10, 120_000).default(5_000),
  /** F8: connections kept, and above them for a rush; each is made anew after `recycleMs`. */
  connections: z.int().min(1).max(1000).default(20),
  overflow: z.int().min(0).max(1000).default(30),
  recycleMs: ms(1000, 86_400_000).default(3_600_000),
})
export type Upstream = z.infer<typeof upstreamSchema>

const longestRefillMs = 86_400_000
export const limitSchema = z
  .strictObject({
    id: idSchema,
    name: nameSchema,
    layer: z.enum(limitLayers),
    /** Only on these routes; none: on all. */
    routes: z.array(idSchema).max(1000).default([]),
    /** Only on routes of this class; null: whatever their class. */
    resourceClass: resourceClassSchema.nullable().default(null),
    /** Only for this consumer; null: for each. */
    consumer: idSchema.nullable().default(null),
    /**
     * `window`: at most `limit` in any stretch of `perMs`, exactly, with no burst at the turn of a window. `bucket`: `limit` in
     * `perMs` evenly, and `burst` at once for whoever was silent.
     */
    kind: z.enum(['window', 'bucket']).default('window'),
    limit: z.int().min(1).max(100_000),
    perMs: ms(1000, 86_400_000),
    /** Of a bucket alone. */
    burst: z.int().min(1).max(100_000).default(10),
    /** `dry-run`: what it would have refused is recorded, and nothing is refused. */
    mode: z.enum(['enforce', 'dry-run']).default('enforce'),
    /** Not in dry run; null: whoever is refused may come again as soon as the limit lets them. */
    penalty: penaltySchema.nullable().default(null),
  })
  .refine((limit) => refillMs(limit) <= longestRefillMs, { path: ['burst'], message: 'an empty bucket would take more than a day to fill' })
export type Limit = z.infer<typeof limitSchema>

export const boundsSchema = z.strictObject({
  connections: z.int().min(1).max(100_000).default(1000),
  requestsAtOnce: z.int().min(1).max(100_000).default(2000),
  headerBytes: bytes(1 * kb, 1 * mb).default(16 * kb),
  headers: z.int().min(10).max(1000).default(100),
  /** A client that takes longer to send its headers is cut off. */
  headerTimeoutMs: ms(100, 600_000).default(15_000),
  keepAliveMs: ms(0, 600_000).default(65_000),
})

export const metricsSchema = z.strictObject({
  host: z.string().refine(isAddress, 'not an address').default('127.0.0.1'),
  port: z.int().min(1).max(65_535).default(9464),
  /** What whoever reads them has to show, as a reference like those of `injectKeys`; null: nothing. */
  token: z.string().max(300).nullable().default(null),
})
export type MetricsSettings = z.infer<typeof metricsSchema>

const policyShape = z.strictObject({
  revision: z.int().min(0).default(0),
  listeners: z.array(listenerSchema).max(8).default([]),
  /** Only from these is X-Forwarded-For believed. */
  trustedProxies: z.array(networkSchema).max(200).default([]),
  /** Takes all of the guard's decisions out of the way, loudly (E16). */
  passThrough: z.boolean().default(false),
  bounds: boundsSchema.prefault({}),
  /** D9: where figures are told to Prometheus; null: nowhere. */
  metrics: metricsSchema.nullable().default(null),
  /** D9: where traces and figures are sent by OpenTelemetry; null: nowhere. */
  telemetry: telemetrySchema.nullable().default(null),
  defaults: someSettingsSchema.default({}),
  upstreams: z.array(upstreamSchema).max(1000).default([]),
  routes: z.array(routeSchema).max(10_000).default([]),
  consumers: z.array(consumerSchema).max(10_000).default([]),
  /** Whose tokens tell who calls. */
  issuers: z.array(issuerSchema).max(50).default([]),
  limits: z.array(limitSchema).max(1000).default([]),
  /** `sqlite`: what was used of a limit outlives the guard, and guards that share the file count together. `redis`: so do guards on many machines. */
  limitStore: z.enum(limitStores).default('memory'),
  /** Of `limitStore: redis`. */
  redis: redisSchema.nullable().default(null),
})

const duplicateOf = (ids: readonly string[]): string | undefined => {
  const seen = new Set<string>()
  return ids.find((id) => seen.size === seen.add(id).size)
}

/** Each fault names where it is, so that a form or a line of a file can show it. */
export const policySchema = policyShape.superRefine((policy, context) => {
  const fault = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
  for (const kind of ['listeners', 'upstreams', 'routes', 'consumers', 'issuers', 'limits'] as const) {
    const twice = duplicateOf(policy[kind].map(({ id }) => id))
    if (twice !== undefined) fault([kind], `the id ${twice} is there twice`)
  }
  const upstreams = new Set(policy.upstreams.map(({ id }) => id))
  const routes = new Set(policy.routes.map(({ id }) => id))
  const consumers = new Set(policy.consumers.map(({ id }) => id))
  const ofDefaults = corsFault(policy.defaults)
  if (ofDefaults !== null) fault(['defaults', 'corsOrigins'], ofDefaults)
  for (const [at, { settings }] of policy.routes.entries()) {
    const { corsOrigins = policy.defaults.corsOrigins, corsCredentials = policy.defaults.corsCredentials } = settings
    const ofRoute = corsFault({ corsOrigins, corsCredentials })
    if (ofRoute !== null) fault(['routes', at, 'settings', 'corsOrigins'], ofRoute)
  }
  for (const [at, route] of policy.routes.entries())
    if (!upstreams.has(route.upstream)) fault(['routes', at, 'upstream'], `there is no upstream ${route.upstream}`)
  for (const [at, limit] of policy.limits.entries()) {
    const unknown = limit.routes.find((id) => !routes.has(id))
    if (unknown !== undefined) fault(['limits', at, 'routes'], `there is no route ${unknown}`)
    if (limit.consumer !== null && !consumers.has(limit.consumer))
      fault(['limits', at, 'consumer'], `there is no consumer ${limit.consumer}`)
  }
  for (const { path, message } of issuerFaults(policy)) fault(path, message)
  const prefixes = policy.consumers.flatMap(({ keys }) => keys.map(({ prefix }) => prefix))
  const twice = duplicateOf(prefixes)
  if (twice !== undefined) fault(['consumers'], `two keys begin with ${twice}`)
  const certificate = duplicateOf(policy.consumers.flatMap(({ certificates }) => certificates))
  if (certificate !== undefined) fault(['consumers'], `the certificate ${certificate} is there twice`)
  for (const [at, { tls, httpsPort }] of policy.listeners.entries())
    if (tls && httpsPort !== null) fault(['listeners', at, 'httpsPort'], 'callers of this port speak TLS already')
  const ports = policy.listeners.filter(({ port }) => port !== 0).map(({ host, port }) => `${host}:${port}`)
  const taken = duplicateOf(ports)
  if (taken !== undefined) fault(['listeners'], `two listeners are on ${taken}`)
  if (policy.limitStore === 'redis' && policy.redis === null) fault(['redis'], 'it is not said where Redis is')
  const { metrics } = policy
  if (metrics && policy.listeners.some(({ port }) => port === metrics.port)) fault(['metrics', 'port'], 'callers come to this port')
  if (metrics && metrics.token === null && !isThisMachine(metrics.host))
    fault(['metrics', 'token'], 'other machines may read the figures only with a token')
})
export type Policy = z.infer<typeof policySchema>
