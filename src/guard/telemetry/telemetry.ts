/** What the guard tells a collector of OpenTelemetry, as the policy says: started, changed and ended with it, and never in the way of a request. */
import { hostname } from 'node:os'
import type { Clock } from '../../ports/clock.ts'
import type { Ids } from '../../ports/ids.ts'
import { attributesOf, nanoseconds } from '../../ports/outgoing/otlp.ts'
import { createTraceIds } from '../../ports/trace-ids.ts'
import type { TelemetryState, TelemetryTried } from '../../shared/telemetry-state.ts'
import type { TelemetrySettings } from '../../shared/telemetry-settings.ts'
import type { Metric } from '../metrics/prometheus-text.ts'
import type { Recorder } from '../recorder.ts'
import type { ExporterState } from './exporter-state.ts'
import { createExporterState } from './exporter-state.ts'
import type { MetricExporter } from './metric-exporter.ts'
import { createMetricExporter } from './metric-exporter.ts'
import type { OtlpSender, Sent, Signal } from './otlp-sender.ts'
import { createOtlpSender, signalUrl } from './otlp-sender.ts'
import type { SpanExporter } from './span-exporter.ts'
import { createSpanExporter } from './span-exporter.ts'

export interface TelemetryOptions {
  clock: Clock
  ids: Ids
  stageNames(): readonly string[]
  /** What the metrics are made of. */
  metrics(): Metric[]
  secretOf(reference: string): string | null
  startedAtMs: number
}

export interface Telemetry extends Recorder {
  /** By these settings from now on. */
  change(settings: TelemetrySettings | null): void
  /** Whether anybody is told the figures of requests, which are counted then. */
  tellsMetrics(): boolean
  /** Null: nothing is sent. */
  state(): TelemetryState | null
  /** Of the sending itself. */
  metrics(): Metric[]
  /** Sends one span and one figure at once. */
  test(): Promise<TelemetryTried[]>
  close(): Promise<void>
}

interface Running {
  settings: TelemetrySettings
  sender: OtlpSender
  resource: string
  traces: { exporter: SpanExporter; state: ExporterState } | null
  metrics: { exporter: MetricExporter; state: ExporterState } | null
}

/** Everything but what is sent. */
const collectorOf = ({ traces: _traces, metrics: _metrics, ...collector }: TelemetrySettings): string => JSON.stringify(collector)

export const createTelemetry = (options: TelemetryOptions): Telemetry => {
  const { clock, ids } = options
  const instance = ids.next()
  const traceIds = createTraceIds()
  const chance = () => Buffer.from(ids.token(4), 'base64url').readUInt32BE() / 2 ** 32
  let running: Running | null = null
  let ending: Promise<unknown> = Promise.resolve()

  /** What can go on as it is goes on: what waits, what was counted, how far a collector was told. */
  const start = (settings: TelemetrySettings, former: Running | null): Running => {
    const stays = former !== null && collectorOf(settings) === collectorOf(former.settings)
    const resource = JSON.stringify({
      attributes: attributesOf({ 'service.name': settings.serviceName, 'service.instance.id': instance, 'host.name': hostname() }),
    })
    const sender = stays ? former.sender : createOtlpSender({ settings, secretOf: options.secretOf, clock })
    const shared = { ...options, sender, resource }
    const startTraces = () => {
      const own = createExporterState(clock, chance)
      return { exporter: createSpanExporter({ ...shared, state: own }), state: own }
    }
    const startMetrics = (own: NonNullable<TelemetrySettings['metrics']>) => {
      const state = (stays ? former.metrics?.state : null) ?? createExporterState(clock, chance)
      const before = stays ? (former.metrics?.exporter.close() ?? null) : null
      return { exporter: createMetricExporter({ ...shared, settings: own, state, before }), state }
    }
    const sameMetrics = stays && JSON.stringify(settings.metrics) === JSON.stringify(former.settings.metrics)
    return {
      settings,
      sender,
      resource,
      traces: settings.traces && ((stays ? former.traces : null) ?? startTraces()),
      metrics: settings.metrics && (sameMetrics ? former.metrics : startMetrics(settings.metrics)),
    }
  }
  /** Of the former only what does not go on. */
  const end = async (former: Running | null, now: Running | null): Promise<void> => {
    await Promise.all([
      former?.traces === now?.traces ? null : former?.traces?.exporter.close(),
      former?.metrics === now?.metrics ? null : former?.metrics?.exporter.close(),
    ])
  }
  const state = (): TelemetryState | null =>
    running && {
      traces: running.traces && running.traces.state.read(running.traces.exporter.waiting()),
      metrics: running.metrics && running.metrics.state.read(0),
    }

  const testBody = (signal: Signal, resource: string): string => {
    const atMs = clock.now()
    const scope = { name: 'gatehouse.guard' }
    const time = nanoseconds(atMs)
    const span = {
      traceId: traceIds.trace(),
      spanId: traceIds.span(),
      name: 'gatehouse.test',
      kind: 1,
      startTimeUnixNano: time,
      endTimeUnixNano: time,
    }
    const gauge = { dataPoints: [{ timeUnixNano: time, asDouble: 1 }] }
    const what =
      signal === 'traces'
        ? `{"resourceSpans":[{"resource":${resource},"scopeSpans":[${JSON.stringify({ scope, spans: [span] })}]}]}`
        : `{"resourceMetrics":[{"resource":${resource},"scopeMetrics":[${JSON.stringify({ scope, metrics: [{ name: 'gatehouse.test', unit: '1', gauge }] })}]}]}`
    return what
  }
  const sentence = (signal: Signal, url: string, sent: Sent): TelemetryTried => {
    const { host } = signalUrl(url, signal)
    if (sent.kind !== 'taken') return { signal, taken: false, sentence: sent.problem }
    if (sent.rejected > 0 || sent.note !== null)
      return { signal, taken: sent.rejected === 0, sentence: `${host} answered: ${sent.note ?? 'what was sent was rejected.'}` }
    return { signal, taken: true, sentence: `${host} took a ${signal === 'traces' ? 'span' : 'figure'} named gatehouse.test.` }
  }

  return {
    record: (record) => {
      if (record.trace?.told === true) running?.traces?.exporter.add(record)
    },
    change: (settings) => {
      if (JSON.stringify(settings) === JSON.stringify(running?.settings ?? null)) return
      const former = running
      running = settings && start(settings, former)
      ending = Promise.all([ending, end(former, running)])
    },
    tellsMetrics: () => running?.metrics != null,
    state,
    metrics: () => {
      const now = state()
      if (!now) return []
      const of = (count: 'sent' | 'dropped' | 'waiting') =>
        (['traces', 'metrics'] as const).flatMap((signal) => (now[signal] ? [{ labels: { signal }, value: now[signal][count] }] : []))
      return [
        { name: 'gatehouse_otlp_sent_total', help: 'Spans and data points that a collector took.', type: 'counter', samples: of('sent') },
        {
          name: 'gatehouse_otlp_dropped_total',
          help: 'Spans and data points that found no room, or no collector that takes them.',
          type: 'counter',
          samples: of('dropped'),
        },
        { name: 'gatehouse_otlp_waiting', help: 'Requests whose spans wait to be sent.', type: 'gauge', samples: of('waiting') },
      ]
    },
    test: async () => {
      const now = running
      if (!now) return []
      const signals = (['traces', 'metrics'] as const).filter((signal) => now[signal] !== null)
      return Promise.all(
        signals.map(async (signal) =>
          sentence(signal, now.settings.url, await now.sender.send(signal, [testBody(signal, now.resource)], new AbortController().signal)),
        ),
      )
    },
    close: async () => {
      const former = running
      running = null
      await Promise.all([ending, end(former, null)])
    },
  }
}
