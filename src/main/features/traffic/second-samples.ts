/** One second of traffic as samples of series: of all, and by route, consumer, upstream and status. */
import type { Unit } from '../../../shared/contract/monitoring.ts'
import type { GuardSample, SeriesKind } from './series-sink.ts'
import type { RankedLabels } from './ranked-labels.ts'
import type { Second } from './series-progress.ts'
import { addSums, emptySums, isFailure } from './traffic-counts.ts'
import type { Sums } from './traffic-counts.ts'

interface Timed extends Sums {
  sumMs: number
  minMs: number
  maxMs: number
}

type Figure = 'requests' | 'duration' | 'errors' | 'refused' | 'bytes.in' | 'bytes.out'
const everything: readonly Figure[] = ['requests', 'duration', 'errors', 'refused', 'bytes.in', 'bytes.out']

const counters: Record<Exclude<Figure, 'duration'>, { unit: Unit; of(sums: Sums): number }> = {
  requests: { unit: '1/s', of: (sums) => sums.requests },
  errors: { unit: '1/s', of: (sums) => sums.failed },
  refused: { unit: '1/s', of: (sums) => sums.refused },
  'bytes.in': { unit: 'bytes/s', of: (sums) => sums.bytesIn },
  'bytes.out': { unit: 'bytes/s', of: (sums) => sums.bytesOut },
}

const emptyTimed = (): Timed => ({ ...emptySums(), sumMs: 0, minMs: Infinity, maxMs: -Infinity })
const timedOf = ({ requests, refused, statusClass, ...counts }: Second['counts'][number]): Timed => ({
  requests,
  refused: refused ? requests : 0,
  failed: isFailure(statusClass) ? requests : 0,
  bytesIn: counts.bytesIn,
  bytesOut: counts.bytesOut,
  took: new Map(counts.took),
  sumMs: counts.tookSumMs,
  minMs: counts.tookMinMs,
  maxMs: counts.tookMaxMs,
})
const addTimed = (into: Timed, more: Timed): void => {
  addSums(into, more)
  into.sumMs += more.sumMs
  into.minMs = Math.min(into.minMs, more.minMs)
  into.maxMs = Math.max(into.maxMs, more.maxMs)
}

const samplesOf = (prefix: string, labels: Record<string, string>, figures: readonly Figure[], timed: Timed): GuardSample[] =>
  figures.flatMap((figure): GuardSample[] => {
    const series = (kind: SeriesKind, unit: Unit) => ({ name: `${prefix}.${figure}`, labels, kind, unit, everyMs: 1_000 })
    if (figure !== 'duration') {
      const { unit, of } = counters[figure]
      const value = of(timed)
      return [{ ...series('counter', unit), sample: { weight: 1, sum: value, min: value, max: value, last: value } }]
    }
    if (timed.requests === 0) return []
    const { requests: weight, sumMs: sum, minMs: min, maxMs: max, took: buckets } = timed
    return [{ ...series('histogram', 'ms'), sample: { weight, sum, min, max, last: sum / weight, buckets } }]
  })

export interface TrafficLabels {
  routes: RankedLabels
  consumers: RankedLabels
  upstreams: RankedLabels
  statuses: RankedLabels
}

const statusName = (statusClass: number): string => (statusClass === 0 ? 'none' : `${statusClass}xx`)

export const samplesOfSecond = ({ counts }: Second, labels: TrafficLabels): GuardSample[] => {
  const all = emptyTimed()
  const by = { route: new Map<string, Timed>(), consumer: new Map<string, Timed>(), upstream: new Map<string, Timed>() }
  const status = new Map<string, Timed>()
  const addTo = (group: Map<string, Timed>, label: string, timed: Timed) => {
    const known = group.get(label) ?? emptyTimed()
    addTimed(known, timed)
    group.set(label, known)
  }
  for (const one of counts) {
    const timed = timedOf(one)
    addTimed(all, timed)
    addTo(by.route, labels.routes.of(one.route, one.requests), timed)
    addTo(by.consumer, labels.consumers.of(one.consumer, one.requests), timed)
    addTo(by.upstream, labels.upstreams.of(one.upstream, one.requests), timed)
    addTo(status, labels.statuses.of(statusName(one.statusClass), one.requests), timed)
  }
  const group = (prefix: string, label: string, ranked: RankedLabels, found: Map<string, Timed>, figures: readonly Figure[]) =>
    [...ranked.known()].flatMap((name) => samplesOf(prefix, { [label]: name }, figures, found.get(name) ?? emptyTimed()))
  return [
    ...samplesOf('guard', {}, everything, all),
    ...group('guard.route', 'route', labels.routes, by.route, everything),
    ...group('guard.consumer', 'consumer', labels.consumers, by.consumer, ['requests', 'refused']),
    ...group('guard.upstream', 'upstream', labels.upstreams, by.upstream, ['requests', 'duration', 'errors']),
    ...group('guard.status', 'class', labels.statuses, status, ['requests']),
  ]
}
