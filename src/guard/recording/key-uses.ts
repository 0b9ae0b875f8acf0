/** How often each injected key was used, by route, consumer and minute (B8): the key's reference, never the key. */
import type { GuardEvent } from '../../shared/guard-protocol.ts'
import type { Policy } from '../../shared/policy.ts'
import { effectiveSettings } from '../../shared/route-settings.ts'
import type { RequestRecord } from '../recorder.ts'

const minuteMs = 60_000

export const createKeyUses = (monotonic: () => number) => {
  let references: ReadonlyMap<string, readonly string[]> = new Map()
  let uses = new Map<string, GuardEvent>()
  let minute = Math.floor(monotonic() / minuteMs)

  return {
    setPolicy: (policy: Policy): void => {
      references = new Map(
        policy.routes.flatMap((route) => {
          const secrets = effectiveSettings(policy, route).settings.injectKeys.map(({ secret }) => secret)
          return secrets.length > 0 ? [[route.id, [...new Set(secrets)]] as const] : []
        }),
      )
    },
    count: ({ route, consumer, target, atMs }: RequestRecord): void => {
      if (route === null || target === null) return
      for (const reference of references.get(route) ?? []) {
        const key = `${reference} ${route} ${consumer}`
        const known = uses.get(key)
        if (known) {
          known.count += 1
          known.lastAtMs = Math.max(known.lastAtMs, atMs)
        } else {
          const detail = { key: reference }
          uses.set(key, {
            atMs,
            lastAtMs: atMs,
            count: 1,
            kind: 'key-used',
            code: null,
            source: null,
            route,
            consumer,
            requestId: null,
            detail,
          })
        }
      }
    },
    /** Those of minutes that are over; `all`: of the one that runs too. */
    take: (all = false): GuardEvent[] => {
      const now = Math.floor(monotonic() / minuteMs)
      if (!all && now === minute) return []
      minute = now
      const taken = [...uses.values()]
      uses = new Map()
      return taken
    },
  }
}
