/** The template `strict` (spec E5): the figures that the first services behind this guard asked for. Pure. */
import type { Limit, Policy } from '../../../shared/policy.ts'
import { limitSchema } from '../../../shared/policy.ts'
import { newId } from './new-id.ts'

const hourMs = 3_600_000
const minuteMs = 60_000

const general = [
  { name: 'Everybody together', layer: 'global', limit: 1000, perMs: hourMs },
  { name: 'Each consumer', layer: 'consumer', limit: 100, perMs: hourMs },
  { name: 'Each address', layer: 'source', limit: 200, perMs: hourMs },
] as const

const byPath = [
  { path: '/api/print-request', layer: 'source-route', limit: 10, perMs: 10 * minuteMs },
  { path: '/api/workflows', layer: 'source-route', limit: 50, perMs: hourMs },
  { path: '/health', layer: 'source-route', limit: 100, perMs: minuteMs },
] as const

/** In dry run first: a new limit should show what it would refuse before it refuses. Paths that no route has are left out. */
export const strictLimits = (policy: Policy): Limit[] => {
  const taken = policy.limits.map(({ id }) => id)
  const made: Limit[] = []
  const add = (given: { name: string; layer: Limit['layer']; limit: number; perMs: number; routes?: string[] }) => {
    const id = newId(`strict ${given.name}`, [...taken, ...made.map((limit) => limit.id)])
    made.push(limitSchema.parse({ ...given, id, mode: 'dry-run' }))
  }
  for (const one of general) add(one)
  for (const { path, ...one } of byPath) {
    const route = policy.routes.find(({ match }) => match.path.value === path)
    if (route) add({ ...one, name: route.name, routes: [route.id] })
  }
  return made
}
