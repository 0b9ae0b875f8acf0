/** Changes of a policy, each named: what a page sends, the log tells and undo turns back. Pure. */
import { z } from 'zod'
import { consumerSchema } from './consumer.ts'
import { issuerSchema } from './issuer.ts'
import { limitStores, redisSchema } from './limit-parts.ts'
import { boundsSchema, limitSchema, listenerSchema, metricsSchema, routeSchema, upstreamSchema } from './policy.ts'
import type { Policy } from './policy.ts'
import { networkSchema } from './policy-parts.ts'
import { someSettingsSchema } from './route-settings.ts'
import { telemetrySchema } from './telemetry-settings.ts'

const id = z.string().max(64)
/** Keys are issued and revoked by procedures of their own: an edit leaves them as they are. */
const consumerWithoutKeys = consumerSchema.omit({ keys: true })

export const policyEditSchema = z.discriminatedUnion('kind', [
  /** A new one stands last unless `before` names another. */
  z.object({ kind: z.literal('put-route'), route: routeSchema, before: id.nullable().default(null) }),
  z.object({ kind: z.literal('remove-route'), id }),
  z.object({ kind: z.literal('put-upstream'), upstream: upstreamSchema }),
  z.object({ kind: z.literal('remove-upstream'), id }),
  z.object({ kind: z.literal('put-consumer'), consumer: consumerWithoutKeys }),
  z.object({ kind: z.literal('remove-consumer'), id }),
  z.object({ kind: z.literal('put-issuer'), issuer: issuerSchema }),
  z.object({ kind: z.literal('remove-issuer'), id }),
  z.object({ kind: z.literal('put-limit'), limit: limitSchema }),
  z.object({ kind: z.literal('remove-limit'), id }),
  z.object({ kind: z.literal('set-limit-store'), store: z.enum(limitStores) }),
  z.object({ kind: z.literal('set-redis'), redis: redisSchema.nullable() }),
  z.object({ kind: z.literal('put-listener'), listener: listenerSchema }),
  z.object({ kind: z.literal('remove-listener'), id }),
  z.object({ kind: z.literal('set-defaults'), settings: someSettingsSchema }),
  z.object({ kind: z.literal('set-bounds'), bounds: boundsSchema }),
  z.object({ kind: z.literal('set-metrics'), metrics: metricsSchema.nullable() }),
  z.object({ kind: z.literal('set-telemetry'), telemetry: telemetrySchema.nullable() }),
  z.object({ kind: z.literal('set-trusted-proxies'), networks: z.array(networkSchema).max(200) }),
  z.object({ kind: z.literal('set-pass-through'), on: z.boolean() }),
])
export type PolicyEdit = z.infer<typeof policyEditSchema>

const put = <T extends { id: string }>(list: readonly T[], one: T, before: string | null = null): T[] => {
  const at = list.findIndex((known) => known.id === one.id)
  const others = list.filter((known) => known.id !== one.id)
  const place = before === null ? (at < 0 ? others.length : at) : others.findIndex((known) => known.id === before)
  return others.toSpliced(place < 0 ? others.length : place, 0, one)
}
const without = <T extends { id: string }>(list: readonly T[], gone: string): T[] => list.filter((known) => known.id !== gone)

const applyEdit = (policy: Policy, edit: PolicyEdit): Policy => {
  switch (edit.kind) {
    case 'put-route':
      return { ...policy, routes: put(policy.routes, edit.route, edit.before) }
    case 'remove-route':
      return {
        ...policy,
        routes: without(policy.routes, edit.id),
        // A limit for this route alone would otherwise hold on all.
        limits: policy.limits
          .filter(({ routes }) => !(routes.length === 1 && routes[0] === edit.id))
          .map((limit) => ({ ...limit, routes: limit.routes.filter((route) => route !== edit.id) })),
      }
    case 'put-upstream':
      return { ...policy, upstreams: put(policy.upstreams, edit.upstream) }
    case 'remove-upstream':
      return { ...policy, upstreams: without(policy.upstreams, edit.id) }
    case 'put-consumer': {
      const keys = policy.consumers.find((known) => known.id === edit.consumer.id)?.keys ?? []
      return { ...policy, consumers: put(policy.consumers, { ...edit.consumer, keys }) }
    }
    case 'remove-consumer':
      return {
        ...policy,
        consumers: without(policy.consumers, edit.id),
        issuers: policy.issuers.map((issuer) => ({
          ...issuer,
          others: issuer.others === edit.id ? null : issuer.others,
          callers: issuer.callers.filter(({ consumer }) => consumer !== edit.id),
        })),
        limits: policy.limits.filter(({ consumer }) => consumer !== edit.id),
      }
    case 'put-issuer':
      return { ...policy, issuers: put(policy.issuers, edit.issuer) }
    case 'remove-issuer':
      // A route that takes this one's tokens alone would otherwise take everybody's: it is left, and told as a fault.
      return { ...policy, issuers: without(policy.issuers, edit.id) }
    case 'put-limit':
      return { ...policy, limits: put(policy.limits, edit.limit) }
    case 'remove-limit':
      return { ...policy, limits: without(policy.limits, edit.id) }
    case 'set-limit-store':
      return { ...policy, limitStore: edit.store }
    case 'set-redis':
      return { ...policy, redis: edit.redis }
    case 'put-listener':
      return { ...policy, listeners: put(policy.listeners, edit.listener) }
    case 'remove-listener':
      return { ...policy, listeners: without(policy.listeners, edit.id) }
    case 'set-defaults':
      return { ...policy, defaults: edit.settings }
    case 'set-bounds':
      return { ...policy, bounds: edit.bounds }
    case 'set-metrics':
      return { ...policy, metrics: edit.metrics }
    case 'set-telemetry':
      return { ...policy, telemetry: edit.telemetry }
    case 'set-trusted-proxies':
      return { ...policy, trustedProxies: edit.networks }
    case 'set-pass-through':
      return { ...policy, passThrough: edit.on }
  }
}

/** The revision stays: whoever keeps policies gives out revisions. The result is not validated. */
export const applyEdits = (policy: Policy, edits: readonly PolicyEdit[]): Policy => edits.reduce(applyEdit, policy)
