/** What a request is counted by under a limit. */
import type { Limit } from '../../shared/policy.ts'
import { sourceKey } from './source-key.ts'

export interface Counted {
  route: string
  source: string
  consumer: string | null
  /** Of whoever shares a consumer with others and is told apart by a token. */
  caller?: string | null
  /** Of its route. */
  resourceClass: string | null
  /** A digest of what tells its session; null where nothing does. */
  session: string | null
}

/** Null: the limit does not count it. */
export const limitKey = (limit: Limit, { route, source, consumer, caller, resourceClass, session }: Counted): string | null => {
  if (limit.consumer !== null && limit.consumer !== consumer) return null
  if (limit.resourceClass !== null && limit.resourceClass !== resourceClass) return null
  const who = caller ?? consumer
  switch (limit.layer) {
    case 'global':
      return ''
    case 'route':
      return route
    case 'source':
      return sourceKey(source)
    case 'consumer':
      return who
    case 'source-route':
      return `${route} ${sourceKey(source)}`
    case 'consumer-route':
      return who === null ? null : `${route} ${who}`
    case 'class':
      // An id has neither dots nor colons, so nobody is taken for an address.
      return resourceClass === null ? null : `${resourceClass} ${who ?? sourceKey(source)}`
    case 'session':
      return session
  }
}
