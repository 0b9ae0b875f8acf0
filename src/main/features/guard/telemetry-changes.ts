/** What is different in what the guard sends by OpenTelemetry, as a sentence; and where a change needs a second look. Pure. */
import type { Policy } from '../../../shared/policy.ts'
import type { TelemetrySettings } from '../../../shared/telemetry-settings.ts'
import { same } from './compare-parts.ts'
import type { PolicyChange } from './compare-parts.ts'
import { timeWords } from './policy-words.ts'

const percent = (ratio: number): string => `${Number((ratio * 100).toPrecision(3))} %`

const trustWords = { proxies: 'trusted proxies', everybody: 'everybody', nobody: 'nobody' } as const

/** Values of headers are never told: only that there are any. */
const wordsOf = ({ url, headers, serviceName, timeoutMs, traces, metrics }: TelemetrySettings): string =>
  [
    `to ${url} as ${serviceName}${headers.length > 0 ? ', with a key of the vault' : ''}, within ${timeWords(timeoutMs)}`,
    traces === null
      ? 'no traces'
      : [
          `${percent(traces.ratio)} of traces`,
          ...(traces.errors ? ['all that failed'] : []),
          ...(traces.slowMs === null ? [] : [`all slower than ${timeWords(traces.slowMs)}`]),
          `contexts of ${trustWords[traces.trust]} taken on${traces.parentBased ? ' and kept as they say' : ''}`,
          ...(traces.link === null ? [] : [`looked at under ${traces.link}`]),
        ].join(', '),
    metrics === null
      ? 'no figures'
      : `figures every ${timeWords(metrics.everyMs)}${metrics.temporality === 'delta' ? ', as differences' : ''}`,
  ].join('; ')

export const telemetryChanges = ({ telemetry: before }: Policy, { telemetry: after }: Policy): PolicyChange[] => {
  if (same(before, after)) return []
  const elsewhere =
    after !== null && (before?.url !== after.url || (after.traces?.trust === 'everybody' && before?.traces?.trust !== 'everybody'))
  return [
    {
      sentence: after === null ? 'Nothing is sent by OpenTelemetry any more' : `Sent by OpenTelemetry: ${wordsOf(after)}`,
      severity: elsewhere ? 'medium' : 'low',
      target: { kind: 'policy', id: null, name: 'the guard’s policy' },
    },
  ]
}

export const telemetryWarnings = ({ telemetry }: Policy, { knowsKey }: { knowsKey(keyId: string): boolean }): string[] => {
  if (telemetry === null) return []
  const { headers, traces, url } = telemetry
  return [
    ...(headers.some(({ secret }) => !knowsKey(secret.replace(/^vault:/, '')))
      ? ['A key for OpenTelemetry is one that the vault does not hold: nothing is sent.']
      : []),
    ...(traces?.trust === 'everybody' && traces.parentBased && traces.ratio < 1
      ? ['Every caller may have its traces kept, however many: what is sent may grow with them.']
      : []),
    ...(/^http:\/\/(?!127\.|localhost(?:[:/]|$)|\[::1\])/i.test(url)
      ? ['What is sent by OpenTelemetry crosses the network in plain text.']
      : []),
  ]
}
