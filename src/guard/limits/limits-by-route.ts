/** Which limits hold on a route: by route, so that a thousand limits of other routes cost a request nothing. */
import type { Limit } from '../../shared/policy.ts'

export interface LimitsByRoute<T> {
  of(route: string): readonly T[]
}

export const createLimitsByRoute = <T extends { limit: Limit }>(all: readonly T[]): LimitsByRoute<T> => {
  // Those of all routes stand in each.
  const everywhere = all.filter(({ limit }) => limit.routes.length === 0)
  const byRoute = new Map(
    [...new Set(all.flatMap(({ limit }) => limit.routes))].map((route): [string, T[]] => [
      route,
      all.filter(({ limit }) => limit.routes.length === 0 || limit.routes.includes(route)),
    ]),
  )
  return { of: (route) => byRoute.get(route) ?? everywhere }
}
