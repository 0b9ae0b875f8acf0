/** Tells a collector the guard's figures every so often. What could not be told is in what is told the next time. */
import type { Clock } from '../../ports/clock.ts'
import { nanoseconds } from '../../ports/outgoing/otlp.ts'
import type { TelemetrySettings } from '../../shared/telemetry-settings.ts'
import type { Metric } from '../metrics/prometheus-text.ts'
import type { ExporterState } from './exporter-state.ts'
import { otlpMetrics } from './otlp-metrics.ts'
import type { Told } from './otlp-metrics.ts'
import type { OtlpSender } from './otlp-sender.ts'

/** How far a collector was told. */
export interface ToldUpTo {
  told: Told
  atMs: number
}

export interface MetricExporter {
  /** With how far it was told, where differences are. */
  close(): Promise<ToldUpTo | null>
}

export interface MetricExporterOptions {
  settings: NonNullable<TelemetrySettings['metrics']>
  sender: OtlpSender
  state: ExporterState
  resource: string
  metrics(): Metric[]
  startedAtMs: number
  /** Of the exporter before, to the same collector: what it told is not told again. */
  before: Promise<ToldUpTo | null> | null
  clock: Clock
}

const lastTryMs = 2_000

const pointsOf = (metrics: readonly Metric[]): number => metrics.reduce((sum, { samples }) => sum + samples.length, 0)

export const createMetricExporter = (options: MetricExporterOptions): MetricExporter => {
  const { settings, sender, state, resource, metrics, clock } = options
  let upTo: ToldUpTo | null = settings.temporality === 'delta' ? { told: new Map(), atMs: options.startedAtMs } : null
  const takenUp = options.before?.then((before) => {
    if (upTo !== null && before !== null) upTo = before
  })
  let planned = () => {}
  let sending: Promise<void> | null = null
  let failing = false
  let closed = false
  const abort = new AbortController()

  const send = async (): Promise<void> => {
    await takenUp
    const nowMs = clock.now()
    const given = metrics()
    const sinceMs = upTo?.atMs ?? options.startedAtMs
    const made = otlpMetrics(
      given,
      { startTimeUnixNano: nanoseconds(sinceMs), timeUnixNano: nanoseconds(Math.max(sinceMs, nowMs)) },
      upTo?.told ?? null,
    )
    const text = `{"resourceMetrics":[{"resource":${resource},"scopeMetrics":[{"scope":{"name":"gatehouse.guard"},"metrics":${JSON.stringify(made.metrics)}}]}]}`
    const outcome = await sender.send('metrics', [text], abort.signal)
    const waitMs = state.note(outcome, pointsOf(given))
    failing = outcome.kind !== 'taken'
    if (upTo !== null && !failing) upTo = { told: made.now, atMs: nowMs }
    sending = null
    if (!closed) plan(Math.max(settings.everyMs, waitMs))
  }
  const plan = (ms: number) => {
    planned = clock.after(ms, () => {
      sending = send()
    })
  }
  plan(settings.everyMs)

  return {
    close: async () => {
      if (closed) return upTo
      closed = true
      planned()
      const cut = clock.after(lastTryMs, () => abort.abort())
      await sending
      // The last seconds too, where somebody takes them.
      if (!failing) await send()
      cut()
      abort.abort()
      return upTo
    },
  }
}
