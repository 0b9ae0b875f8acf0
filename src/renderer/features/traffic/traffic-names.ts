/** Names of routes, consumers, limits and upstreams for their ids, from the policy that is kept. */
import { useMemo } from 'react'
import { useFollowGuard, usePolicy } from '../guard/guard-queries.ts'

export interface TrafficNames {
  /** The id itself where the policy knows it no more. */
  route: (id: string) => string
  consumer: (id: string) => string
  limit: (id: string) => string
  upstream: (id: string) => string
}

export const useTrafficNames = (): TrafficNames => {
  useFollowGuard()
  const { data: policy } = usePolicy()
  return useMemo(() => {
    const namesOf = (list: readonly { id: string; name: string }[] = []) => {
      const known = new Map(list.map(({ id, name }) => [id, name]))
      return (id: string) => known.get(id) ?? id
    }
    return {
      route: namesOf(policy?.routes),
      consumer: namesOf(policy?.consumers),
      limit: namesOf(policy?.limits),
      upstream: namesOf(policy?.upstreams),
    }
  }, [policy])
}
