/** Sends one request of OTLP/HTTP (JSON, gzip) to a collector, and says what its answer means. */
import { createGzip } from 'node:zlib'
import type { Clock } from '../../ports/clock.ts'
import { retryAfterMs } from '../../ports/outgoing/back-off.ts'
import { refuseCredentials } from '../../ports/outgoing/judge-address.ts'
import type { RejectedName } from '../../ports/outgoing/otlp.ts'
import { isRetryable, partialSuccess } from '../../ports/outgoing/otlp.ts'
import { post } from '../../ports/outgoing/post.ts'
import { problemOf, statusProblem } from '../../ports/outgoing/problem-words.ts'
import { systemTrust } from '../../ports/outgoing/trust.ts'
import { withoutSecrets } from '../../ports/outgoing/without-secrets.ts'
import type { TelemetrySettings } from '../../shared/telemetry-settings.ts'

/**
 * - `taken`: what of it was rejected is lost
 * - `later`: the same may be sent again
 * - `refused`: the same would be refused again
 */
export type Sent =
  | { kind: 'taken'; rejected: number; note: string | null }
  | { kind: 'later'; problem: string; retryAfterMs: number | null }
  | { kind: 'refused'; problem: string }

export type Signal = 'traces' | 'metrics'

export interface OtlpSender {
  /** `pieces`: of one text of JSON; never all of it at once, so that requests are served between them. Never rejects. */
  send(signal: Signal, pieces: Iterable<string>, abort: AbortSignal): Promise<Sent>
}

export interface OtlpSenderOptions {
  settings: Pick<TelemetrySettings, 'url' | 'headers' | 'timeoutMs'>
  /** Null where it cannot be had now. */
  secretOf(reference: string): string | null
  clock: Clock
}

const rejectedNames: Record<Signal, RejectedName> = { traces: 'rejectedSpans', metrics: 'rejectedDataPoints' }
/** What a collector says is shown, and no more of it than a line. */
const mostNoteCharacters = 300

const zipped = async (pieces: Iterable<string>): Promise<Buffer> => {
  const gzip = createGzip({ level: 1 })
  const chunks: Buffer[] = []
  const whole = new Promise<void>((resolve, reject) => gzip.on('end', resolve).on('error', reject))
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk))
  for (const piece of pieces) await new Promise((written) => gzip.write(piece, written))
  gzip.end()
  await whole
  return Buffer.concat(chunks)
}

/** Null where one of their secrets cannot be had. */
const headersOf = ({ settings, secretOf }: OtlpSenderOptions): Record<string, string> | null => {
  const headers: Record<string, string> = {}
  for (const { header, template, secret } of settings.headers) {
    const text = secretOf(secret)
    if (text === null || !/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text)) return null
    headers[header] = template.replaceAll('{key}', () => text)
  }
  return headers
}

export const signalUrl = (url: string, signal: Signal): URL => new URL(`${url.replace(/\/+$/, '')}/v1/${signal}`)

export const createOtlpSender = (options: OtlpSenderOptions): OtlpSender => {
  const { settings, secretOf, clock } = options
  return {
    send: async (signal, pieces, abort) => {
      const headers = headersOf(options)
      if (!headers) return { kind: 'later', problem: 'A key that goes into its headers cannot be had now.', retryAfterMs: null }
      const url = signalUrl(settings.url, signal)
      try {
        const body = await zipped(pieces)
        const { status, retryAfter, text } = await post(
          {
            url,
            headers: { ...headers, 'content-encoding': 'gzip' },
            body,
            trust: systemTrust,
            judge: refuseCredentials,
            timeoutMs: settings.timeoutMs,
          },
          abort,
        )
        if (status >= 200 && status < 300) {
          const { rejected, message } = partialSuccess(text, rejectedNames[signal])
          const secrets = settings.headers.flatMap(({ secret }) => secretOf(secret) ?? [])
          return { kind: 'taken', rejected, note: message && withoutSecrets(message, secrets).slice(0, mostNoteCharacters) }
        }
        const problem = statusProblem(status, url.host)
        return isRetryable(status)
          ? { kind: 'later', problem, retryAfterMs: retryAfterMs(retryAfter, clock.now()) }
          : { kind: 'refused', problem }
      } catch (error) {
        return { kind: 'later', problem: problemOf(error, url.host), retryAfterMs: null }
      }
    },
  }
}
