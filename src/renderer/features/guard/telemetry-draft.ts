/** What is typed about sending by OpenTelemetry, and read against the policy's own schema. Pure. */
import type { TelemetrySettings } from '../../../shared/telemetry-settings.ts'
import { metricSettingsSchema, telemetrySchema, traceSettingsSchema } from '../../../shared/telemetry-settings.ts'

export interface TelemetryDraft {
  url: string
  serviceName: string
  timeoutSeconds: string
  /** `vault:ID`; empty: none. */
  secret: string
  header: string
  template: string
  traces: boolean
  percent: string
  trust: 'proxies' | 'everybody' | 'nobody'
  parentBased: boolean
  errors: boolean
  /** Empty: however long. */
  slowSeconds: string
  link: string
  metrics: boolean
  everySeconds: string
  temporality: 'cumulative' | 'delta'
}

const usualTraces = traceSettingsSchema.parse({})
const usualMetrics = metricSettingsSchema.parse({})
const usualTimeoutMs = 10_000

/** A quotient as a person writes it: without what binary fractions add. */
const typed = (value: number): string => String(Number(value.toPrecision(12)))

export const draftOf = (before: TelemetrySettings | null): TelemetryDraft => {
  const traces = before?.traces ?? usualTraces
  const metrics = before?.metrics ?? usualMetrics
  const [header] = before?.headers ?? []
  return {
    url: before?.url ?? '',
    serviceName: before?.serviceName ?? 'gatehouse',
    timeoutSeconds: typed((before?.timeoutMs ?? usualTimeoutMs) / 1000),
    secret: header?.secret ?? '',
    header: header?.header ?? 'authorization',
    template: header?.template ?? 'Bearer {key}',
    traces: before === null || before.traces !== null,
    percent: typed(traces.ratio * 100),
    trust: traces.trust,
    parentBased: traces.parentBased,
    errors: traces.errors,
    slowSeconds: traces.slowMs === null ? '' : typed(traces.slowMs / 1000),
    link: traces.link ?? '',
    metrics: before === null || before.metrics !== null,
    everySeconds: typed(metrics.everyMs / 1000),
    temporality: metrics.temporality,
  }
}

export type TelemetryField =
  'url' | 'serviceName' | 'timeoutMs' | 'header' | 'template' | 'ratio' | 'slowMs' | 'link' | 'everyMs' | 'signals'

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')))
const msOf = (text: string): number => Math.round(numberOf(text) * 1000)

const sentences: Partial<Record<TelemetryField, string>> = {
  template: 'It must hold {key}, where the key goes.',
  serviceName: 'A name of 1 to 80 letters.',
  timeoutMs: 'A number from 0.1 to 60.',
  ratio: 'A number from 0 to 100.',
  slowMs: 'A number from 0.001 to 3,600, or nothing.',
  everyMs: 'A number from 1 to 3,600.',
  signals: 'Choose traces, figures, or both.',
}

const told = (code: string, message: string): string => {
  if (code === 'too_small') return 'It cannot be empty.'
  return code === 'custom' ? `${message.charAt(0).toUpperCase()}${message.slice(1)}.` : `This is ${message}.`
}

/** Headers beside the first, which only a file or the API can give, stay as they are. */
export const readTelemetry = (
  draft: TelemetryDraft,
  before: TelemetrySettings | null,
): { ok: true; telemetry: TelemetrySettings } | { ok: false; errors: Partial<Record<TelemetryField, string>> } => {
  const { secret, header, template } = draft
  const read = telemetrySchema.safeParse({
    url: draft.url.trim(),
    serviceName: draft.serviceName,
    timeoutMs: msOf(draft.timeoutSeconds),
    headers: [...(secret === '' ? [] : [{ header: header.trim(), template, secret }]), ...(before?.headers.slice(1) ?? [])],
    traces: draft.traces
      ? {
          ratio: Number((numberOf(draft.percent) / 100).toPrecision(12)),
          parentBased: draft.parentBased,
          trust: draft.trust,
          errors: draft.errors,
          slowMs: draft.slowSeconds.trim() === '' ? null : msOf(draft.slowSeconds),
          link: draft.link.trim() === '' ? null : draft.link.trim(),
        }
      : null,
    metrics: draft.metrics ? { everyMs: msOf(draft.everySeconds), temporality: draft.temporality } : null,
  })
  if (read.success) return { ok: true, telemetry: read.data }
  const errors: Partial<Record<TelemetryField, string>> = {}
  for (const { path, code, message } of read.error.issues) {
    const field = path.length === 0 ? 'signals' : (path.at(-1) as TelemetryField)
    errors[field] ??= sentences[field] ?? told(code, message)
  }
  return { ok: false, errors }
}
