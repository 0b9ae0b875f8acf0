/** How often: counts the request under every limit that holds for it, and tells the caller what is left. */
import type { LimitReading } from '../limits/limit-table.ts'
import type { Stage } from '../stage.ts'

const seconds = (ms: number): number => Math.ceil(ms / 1000)

/**
 * IETF draft "RateLimit header fields for HTTP", 10. An id holds neither quotes nor backslashes, so it is an sf-string
 * (RFC 9651, 3.3.3) as it is.
 */
const addHeaders = (readings: readonly LimitReading[], headers: string[]): void => {
  let policy = ''
  let state = ''
  for (const { limit, left, resetMs } of readings) {
    const comma = policy === '' ? '' : ', '
    policy += `${comma}"${limit.id}";q=${limit.limit};w=${seconds(limit.perMs)}`
    state += `${comma}"${limit.id}";r=${left};t=${seconds(resetMs)}`
  }
  headers.push('ratelimit-policy', policy, 'ratelimit', state)
}

export const createLimitStage = (monotonic: () => number): Stage => ({
  name: 'limit',
  why: 'last of those that may refuse: what was refused before has used up nothing',
  fails: 'open',
  decides: true,
  request: (exchange) => {
    const { snapshot, route, source, consumer } = exchange
    const counted = { route: route!.route.id, source, consumer: consumer?.id ?? null }
    const { refused, wouldRefuse, readings } = snapshot.limits.take(counted, monotonic())
    exchange.limits = readings
    for (const { limit } of wouldRefuse)
      exchange.overlooked.push({ code: 'rate-limited', title: 'Too many requests.', reason: `${limit.id}, in dry run` })
    if (!refused) return null
    return {
      code: 'rate-limited',
      title: 'Too many requests.',
      headers: ['retry-after', String(Math.max(1, seconds(refused.waitMs)))],
      reason: refused.limit.id,
    }
  },
  answer: ({ limits }, head) => {
    if (limits.length > 0) addHeaders(limits, head.headers)
  },
})
