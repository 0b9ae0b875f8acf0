/** How often: counts the request under every limit that holds for it, and tells the caller what is left. */
import type { LimitReading } from '../limits/limit-table.ts'
import type { Stage } from '../stage.ts'

const seconds = (ms: number): number => Math.ceil(ms / 1000)
/** An sf-string (RFC 9651, 3.3.3) of an id, which holds neither quotes nor backslashes. */
const nameOf = ({ limit }: LimitReading): string => `"${limit.id}"`

/** IETF draft "RateLimit header fields for HTTP", 10. */
const headersOf = (readings: readonly LimitReading[]): string[] => [
  'ratelimit-policy',
  readings.map((one) => `${nameOf(one)};q=${one.limit.limit};w=${seconds(one.limit.perMs)}`).join(', '),
  'ratelimit',
  readings.map((one) => `${nameOf(one)};r=${one.left};t=${seconds(one.resetMs)}`).join(', '),
]

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
    if (limits.length > 0) head.headers.push(...headersOf(limits))
  },
})
