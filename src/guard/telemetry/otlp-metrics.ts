/** The guard's figures as metrics of OpenTelemetry, from those that Prometheus is told: sums, gauges, histograms with explicit bounds. */
import { attributesOf } from '../../ports/outgoing/otlp.ts'
import type { OtlpAttribute } from '../../ports/outgoing/otlp.ts'
import type { Metric } from '../metrics/prometheus-text.ts'

interface Point {
  attributes: OtlpAttribute[]
  startTimeUnixNano: string
  timeUnixNano: string
}
interface NumberPoint extends Point {
  asDouble: number
}
interface HistogramPoint extends Point {
  count: string
  sum: number
  bucketCounts: string[]
  explicitBounds: number[]
}
interface Temporal {
  /** 1: since it was told last; 2: since the start. */
  aggregationTemporality: 1 | 2
}
export type OtlpMetric = { name: string; unit: string; description: string } & (
  | { gauge: { dataPoints: Omit<NumberPoint, 'startTimeUnixNano'>[] } }
  | { sum: { dataPoints: NumberPoint[]; isMonotonic: true } & Temporal }
  | { histogram: { dataPoints: HistogramPoint[] } & Temporal }
)

/** What was told before, by metric and labels; empty: nothing. */
export type Told = ReadonlyMap<string, number>

export interface MetricTimes {
  startTimeUnixNano: string
  timeUnixNano: string
}

const units: readonly [ending: RegExp, unit: string][] = [
  [/_seconds(?=_total$|$)/, 's'],
  [/_bytes(?=_total$|$)/, 'By'],
]

/** `gatehouse_request_duration_seconds` becomes `gatehouse.request_duration` in `s`: OpenTelemetry has units of their own. */
export const otlpName = (name: string): { name: string; unit: string } => {
  const [ending, unit] = units.find(([pattern]) => pattern.test(name)) ?? [null, '1']
  const plain = (ending ? name.replace(ending, '') : name).replace(/_total$/, '').replace('_', '.')
  // Bytes of requests and requests are two things: what tells them apart stays in the name.
  return { name: unit === 'By' ? `${plain}_size` : plain, unit }
}

type Sample = Metric['samples'][number]
const withoutBound = ({ le: _bound, ...labels }: Sample['labels']): Sample['labels'] => labels
const keyOf = (name: string, labels: Sample['labels']): string => `${name} ${JSON.stringify(labels)}`
const labelled = (labels: Sample['labels']): OtlpAttribute[] =>
  attributesOf(Object.fromEntries(Object.entries(labels).flatMap(([name, value]) => (value === '' ? [] : [[`gatehouse.${name}`, value]]))))

/** Prometheus counts each bucket with all below it, OpenTelemetry each alone. */
const histogramPoints = (samples: readonly Sample[], since: (sample: Sample) => number, times: MetricTimes): HistogramPoint[] => {
  const byLabels = new Map<string, { labels: Sample['labels']; of: Sample[] }>()
  for (const sample of samples) {
    const labels = withoutBound(sample.labels)
    const key = JSON.stringify(labels)
    const known = byLabels.get(key)
    if (known) known.of.push(sample)
    else byLabels.set(key, { labels, of: [sample] })
  }
  return [...byLabels.values()].map(({ labels, of }) => {
    const buckets = of.filter(({ suffix }) => suffix === '_bucket')
    let below = 0
    const counts = buckets.map((sample) => {
      const upTo = since(sample)
      const own = upTo - below
      below = upTo
      return String(own)
    })
    const one = (suffix: string) => since(of.find((sample) => sample.suffix === suffix)!)
    return {
      attributes: labelled(labels),
      ...times,
      count: String(one('_count')),
      sum: one('_sum'),
      bucketCounts: counts,
      explicitBounds: buckets.flatMap((sample) => (sample.labels['le'] === '+Inf' ? [] : [Number(sample.labels['le'])])),
    }
  })
}

/** `told` null: all since the start is told. Whoever tells differences keeps `now`, once they were taken. */
export const otlpMetrics = (metrics: readonly Metric[], times: MetricTimes, told: Told | null): { metrics: OtlpMetric[]; now: Told } => {
  const now = new Map<string, number>()
  const temporal: Temporal = { aggregationTemporality: told === null ? 2 : 1 }
  const made = metrics.flatMap(({ name, help, type, samples }): OtlpMetric[] => {
    if (samples.length === 0) return []
    const named = { ...otlpName(name), description: help }
    const since = ({ suffix = '', labels, value }: Sample): number => {
      const key = keyOf(name + suffix, labels)
      now.set(key, value)
      return told === null ? value : Math.max(0, value - (told.get(key) ?? 0))
    }
    if (type === 'histogram') return [{ ...named, histogram: { dataPoints: histogramPoints(samples, since, times), ...temporal } }]
    if (type === 'gauge') {
      const { timeUnixNano } = times
      return [
        {
          ...named,
          gauge: { dataPoints: samples.map(({ labels, value }) => ({ attributes: labelled(labels), timeUnixNano, asDouble: value })) },
        },
      ]
    }
    const dataPoints = samples.map((sample) => ({ attributes: labelled(sample.labels), ...times, asDouble: since(sample) }))
    return [{ ...named, sum: { dataPoints, isMonotonic: true, ...temporal } }]
  })
  return { metrics: made, now }
}
