/** A policy made ready to serve by. Never changed: another policy is another snapshot. */
import type { Consumer } from '../../shared/consumer.ts'
import { scopesOf } from '../../shared/consumer.ts'
import type { Network } from '../../shared/network-address.ts'
import { networkOf } from '../../shared/network-address.ts'
import type { Policy, Route } from '../../shared/policy.ts'
import type { RouteSettings } from '../../shared/route-settings.ts'
import { effectiveSettings } from '../../shared/route-settings.ts'
import type { LimitTable } from '../limits/limit-table.ts'
import { createLimitTable } from '../limits/limit-table.ts'
import type { UpstreamGroup } from '../upstream/upstream-group.ts'
import type { RouteTable } from './route-table.ts'
import { createRouteTable } from './route-table.ts'

export interface CompiledRoute {
  route: Route
  settings: RouteSettings
  group: UpstreamGroup
  /** Headers with keys that are put into requests: flat, complete. Null where a key cannot be had now. */
  injected: readonly string[] | null
  /** Names of all that are put in, so that a caller's own never pass. */
  injectedNames: ReadonlySet<string>
}

export interface CompiledKey {
  consumer: Consumer
  networks: readonly Network[]
  keyId: string
  hash: Buffer
  scopes: readonly string[]
  expiresAtMs: number | null
}

export interface Snapshot {
  policy: Policy
  routes: RouteTable<CompiledRoute>
  /** By the prefix that is shown. */
  keys: ReadonlyMap<string, CompiledKey>
  trustedProxies: readonly Network[]
  limits: LimitTable
}

/** `secretOf` answers null where a secret cannot be had: routes that need it answer 503 meanwhile (B2). */
export const compilePolicy = (
  policy: Policy,
  groups: ReadonlyMap<string, UpstreamGroup>,
  secretOf: (reference: string) => string | null,
  before: Snapshot | null,
): Snapshot => {
  const compile = (route: Route): CompiledRoute => {
    const { settings } = effectiveSettings(policy, route)
    const injected = settings.injectKeys.map(({ header, template, secret }) => {
      const text = secretOf(secret)
      return text === null ? null : [header, template.replaceAll('{key}', () => text)]
    })
    return {
      route,
      settings,
      group: groups.get(route.upstream)!,
      injected: injected.every((pair) => pair !== null) ? injected.flat() : null,
      injectedNames: new Set(settings.injectKeys.map(({ header }) => header)),
    }
  }
  const keys = policy.consumers
    .filter(({ enabled }) => enabled)
    .flatMap((consumer) =>
      consumer.keys.map((key): [string, CompiledKey] => [
        key.prefix,
        {
          consumer,
          networks: consumer.networks.map((text) => networkOf(text)!),
          keyId: key.id,
          hash: Buffer.from(key.hash, 'hex'),
          scopes: scopesOf(consumer, key),
          expiresAtMs: key.expiresAtMs,
        },
      ]),
    )
  return {
    policy,
    routes: createRouteTable(policy.routes.map(compile)),
    keys: new Map(keys),
    trustedProxies: policy.trustedProxies.map((text) => networkOf(text)!),
    limits: before ? before.limits.changeTo(policy.limits) : createLimitTable(policy.limits),
  }
}
