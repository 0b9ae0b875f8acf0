/**
 * Where a policy brings keys of the vault: each key to each target of the routes that put it in, and to a
 * collector of OpenTelemetry. A key that is sent to a
 * place of one's own is as good as revealed, so a new place takes what revealing takes. Pure.
 */
import { rightsInclude } from '../../../shared/permissions.ts'
import type { Rights } from '../../../shared/permissions.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Policy } from '../../../shared/policy.ts'
import { effectiveSettings } from '../../../shared/route-settings.ts'

/** Routes that are off count too: turning one on again must not be the way around. */
const placesOf = (policy: Policy): Set<string> =>
  new Set([
    // Off or on: turning it on again must not be the way around.
    ...(policy.redis?.password == null ? [] : [`${policy.redis.password} ${policy.redis.url}`]),
    ...(policy.telemetry?.headers ?? []).map(({ secret }) => `${secret} ${policy.telemetry!.url}`),
    ...policy.routes.flatMap((route) => {
      const upstream = policy.upstreams.find(({ id }) => id === route.upstream)
      const targets = upstream?.targets ?? []
      // Another is let stand for the same target: whoever makes it out to be them gets the key.
      const checkedBy = upstream?.tls ? ` ${JSON.stringify([upstream.tls.authorities, upstream.tls.serverName, upstream.tls.pins])}` : ''
      const { injectKeys } = effectiveSettings(policy, route).settings
      return injectKeys.flatMap(({ secret }) => targets.map(({ url }) => `${secret} ${url}${url.startsWith('https:') ? checkedBy : ''}`))
    }),
  ])

/** Somebody who changes the policy. */
export interface Changer {
  rights: Rights
  steppedUpUntilMs: number | null
}

/** Throws NOT_PERMITTED or STEP_UP_REQUIRED where a key would come to a target that it did not come to before. */
export const assertMayPlaceKeys = (before: Policy, next: Policy, { rights, steppedUpUntilMs }: Changer, nowMs: number): void => {
  const known = placesOf(before)
  if ([...placesOf(next)].every((place) => known.has(place))) return
  const permission = 'vault:reveal'
  if (!rightsInclude(rights, permission))
    throw new GatehouseError(
      'NOT_PERMITTED',
      `This would send a key of the vault to another place, which is as good as revealing it: it takes the permission ${permission}.`,
      { permission },
    )
  if ((steppedUpUntilMs ?? 0) <= nowMs)
    throw new GatehouseError('STEP_UP_REQUIRED', 'This sends a key of the vault to another place. Enter a fresh code to go on.', {})
}
