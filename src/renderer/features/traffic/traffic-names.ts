/** Names of routes and consumers for their ids, from the policy that is kept. */
import { useMemo } from 'react'
import { useFollowGuard, usePolicy } from '../guard/guard-queries.ts'

export interface TrafficNames {
  /** The id itself where the policy knows it no more. */
  route: (id: string) => string
  consumer: (id: string) => string
}

export const useTrafficNames = (): TrafficNames => {
  useFollowGuard()
  const { data: policy } = usePolicy()
  return useMemo(() => {
    const routes = new Map(policy?.routes.map(({ id, name }) => [id, name]))
    const consumers = new Map(policy?.consumers.map(({ id, name }) => [id, name]))
    return { route: (id) => routes.get(id) ?? id, consumer: (id) => consumers.get(id) ?? id }
  }, [policy])
}
