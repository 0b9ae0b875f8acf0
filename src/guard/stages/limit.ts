/** How often: counts the request under every limit that holds for it, and tells the caller what is left. */
import { capacityOf, refillMs } from '../../shared/limit-parts.ts'
import type { Exchange } from '../exchange.ts'
import type { LimitReading, Verdict } from '../limits/limit-table.ts'
import { sessionOf } from '../limits/session-of.ts'
import type { Refusal } from '../refusal.ts'
import type { Stage } from '../stage.ts'

const seconds = (ms: number): number => Math.ceil(ms / 1000)

/**
 * IETF draft "RateLimit header fields for HTTP", 10. An id holds neither quotes nor backslashes, so it is an sf-string
 * (RFC 9651, 3.3.3) as it is.
 */
const policyText = (readings: readonly LimitReading[]): string =>
  readings.map(({ limit }) => `"${limit.id}";q=${capacityOf(limit)};w=${seconds(refillMs(limit))}`).join(', ')

const stateText = (readings: readonly LimitReading[]): string => {
  let text = ''
  for (const { limit, left, resetMs } of readings) text += `${text === '' ? '' : ', '}"${limit.id}";r=${left};t=${seconds(resetMs)}`
  return text
}

const areOfSameLimits = (some: readonly LimitReading[], others: readonly LimitReading[]): boolean =>
  some.length === others.length && some.every(({ limit }, at) => limit === others[at]!.limit)

const judge = (exchange: Exchange, { refused, wouldRefuse, readings }: Verdict): Refusal | null => {
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
}

export const createLimitStage = (monotonic: () => number): Stage => {
  /** The limits that held for the answer before are mostly those of the next. */
  let told: readonly LimitReading[] = []
  let toldPolicy = ''
  const policyOf = (readings: readonly LimitReading[]): string => {
    if (!areOfSameLimits(readings, told)) toldPolicy = policyText(readings)
    told = readings
    return toldPolicy
  }

  return {
    name: 'limit',
    why: 'last of those that may refuse: what was refused before has used up nothing',
    fails: 'open',
    decides: true,
    request: (exchange) => {
      const { snapshot, route, source, consumer, token } = exchange
      const { resourceClass } = route!.settings
      const counted = {
        route: route!.route.id,
        source,
        consumer: consumer?.id ?? null,
        caller: token?.counted ?? null,
        resourceClass,
        session: sessionOf(exchange),
      }
      const verdict = snapshot.limits.take(counted, monotonic())
      return verdict instanceof Promise ? verdict.then((heard) => judge(exchange, heard)) : judge(exchange, verdict)
    },
    answer: ({ limits }, head) => {
      if (limits.length > 0) head.headers.push('ratelimit-policy', policyOf(limits), 'ratelimit', stateText(limits))
    },
  }
}
