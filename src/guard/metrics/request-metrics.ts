/** Counters of requests since the start, for Prometheus: bounded, as routes, consumers and codes are. */
import type { Recorder } from '../recorder.ts'
import type { Metric } from './prometheus-text.ts'

/** Upper bounds in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

interface Durations {
  labels: Record<string, string>
  counts: number[]
  count: number
  sumSeconds: number
}

const createCounter = () => {
  const values = new Map<string, { labels: Record<string, string>; value: number }>()
  return {
    add: (labels: Record<string, string>, by = 1) => {
      const key = Object.values(labels).join(' ')
      const known = values.get(key)
      if (known) known.value += by
      else values.set(key, { labels, value: by })
    },
    samples: () => [...values.values()],
  }
}

export const createRequestMetrics = (): Recorder & { refusedConnection(why: string): void; metrics(): Metric[] } => {
  const requests = createCounter()
  const refused = createCounter()
  const received = createCounter()
  const sent = createCounter()
  const connections = createCounter()
  const durations = new Map<string, Durations>()

  return {
    record: ({ route, consumer, upstream, target, status, refusal, tookMs, bytesIn, bytesOut }) => {
      const ofRoute = { route: route ?? '' }
      const statusClass = status === 0 ? 'none' : `${Math.floor(status / 100)}xx`
      requests.add({ ...ofRoute, consumer: consumer ?? '', upstream: target === null ? '' : (upstream ?? ''), status: statusClass })
      if (refusal !== null) refused.add({ ...ofRoute, code: refusal })
      received.add(ofRoute, bytesIn)
      sent.add(ofRoute, bytesOut)
      let own = durations.get(ofRoute.route)
      if (!own) durations.set(ofRoute.route, (own = { labels: ofRoute, counts: bounds.map(() => 0), count: 0, sumSeconds: 0 }))
      const seconds = tookMs / 1000
      const at = bounds.findIndex((bound) => seconds <= bound)
      if (at !== -1) own.counts[at]! += 1
      own.count += 1
      own.sumSeconds += seconds
    },
    refusedConnection: (why) => connections.add({ why }),
    metrics: () => [
      { name: 'gatehouse_requests_total', help: 'Requests that are over.', type: 'counter', samples: requests.samples() },
      {
        name: 'gatehouse_refused_total',
        help: 'Requests that the guard refused, by its code.',
        type: 'counter',
        samples: refused.samples(),
      },
      {
        name: 'gatehouse_connections_refused_total',
        help: 'Connections that were refused before they were a request.',
        type: 'counter',
        samples: connections.samples(),
      },
      { name: 'gatehouse_request_bytes_total', help: 'Bytes of bodies of requests.', type: 'counter', samples: received.samples() },
      { name: 'gatehouse_response_bytes_total', help: 'Bytes of bodies of answers.', type: 'counter', samples: sent.samples() },
      {
        name: 'gatehouse_request_duration_seconds',
        help: 'From the first byte of a request to the last of its answer.',
        type: 'histogram',
        samples: [...durations.values()].flatMap(({ labels, counts, count, sumSeconds }) => {
          let below = 0
          return [
            ...bounds.map((bound, at) => ({ suffix: '_bucket', labels: { ...labels, le: String(bound) }, value: (below += counts[at]!) })),
            { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: count },
            { suffix: '_sum', labels, value: sumSeconds },
            { suffix: '_count', labels, value: count },
          ]
        }),
      },
    ],
  }
}
