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

/** Buckets, each caller in each class; routes say their class. A class that no route says counts nothing. */
const byClass = [
  { resourceClass: 'generation', limit: 10 },
  { resourceClass: 'export', limit: 20 },
  { resourceClass: 'api', limit: 100 },
  { resourceClass: 'character', limit: 50 },
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
  const add = (given: Pick<Limit, 'name' | 'layer' | 'limit' | 'perMs'> & Partial<Limit>) => {
    const id = newId(`strict ${given.name}`, [...taken, ...made.map((limit) => limit.id)])
    made.push(limitSchema.parse({ ...given, id, mode: 'dry-run' }))
  }
  for (const one of general) add(one)
  for (const one of byClass) add({ ...one, name: `Class ${one.resourceClass}`, layer: 'class', kind: 'bucket', perMs: minuteMs, burst: 10 })
  for (const { path, ...one } of byPath) {
    const route = policy.routes.find(({ match }) => match.path.value === path)
    if (route) add({ ...one, name: route.name, routes: [route.id] })
  }
  return made
}
