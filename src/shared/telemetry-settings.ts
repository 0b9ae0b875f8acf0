/** Where the guard sends traces and metrics by OpenTelemetry, and what of them: a part of its policy. */
import { z } from 'zod'
import { ms, writtenHeaderNameSchema } from './policy-parts.ts'

/** Whose trace context is taken on: of trusted proxies, of everybody, of nobody. */
export const traceTrusts = ['proxies', 'everybody', 'nobody'] as const

export const traceSettingsSchema = z.strictObject({
  /** Share of traces that are kept, told by the random part of their ids; 0: none by chance. */
  ratio: z.number().min(0).max(1).default(0.1),
  /** A trace that was taken on is kept where its caller keeps it, and only there. */
  parentBased: z.boolean().default(true),
  /** Any other caller's context is no parent: a new trace begins, with a link to it. */
  trust: z.enum(traceTrusts).default('proxies'),
  /** Whatever failed (500 and above, no answer) is told, kept or not. */
  errors: z.boolean().default(true),
  /** Whatever took longer is told, kept or not; null: however long. */
  slowMs: ms(1, 3_600_000).nullable().default(1_000),
  /** Where people look at a trace; null: nowhere that is known here. */
  link: z
    .string()
    .max(500)
    .regex(/^https?:\/\/[\x21-\x7e]*\{traceId\}[\x21-\x7e]*$/, 'not an address such as https://tracing.example/trace/{traceId}')
    .nullable()
    .default(null),
})

export const metricSettingsSchema = z.strictObject({
  everyMs: ms(1_000, 3_600_000).default(15_000),
  /** What is told: all since the start, or what came since it was told last. */
  temporality: z.enum(['cumulative', 'delta']).default('cumulative'),
})

export const telemetrySchema = z
  .strictObject({
    /** Of a collector: `/v1/traces` and `/v1/metrics` come behind it. */
    url: z
      .string()
      .max(500)
      .regex(
        /^https?:\/\/(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:\/[\w.~/-]*)?$/i,
        'not an address such as http://127.0.0.1:4318',
      ),
    /** As those that routes put in: `Bearer {key}` with what `secret` refers to. */
    headers: z
      .array(
        z.strictObject({
          header: writtenHeaderNameSchema,
          template: z.string().max(200).includes('{key}').default('{key}'),
          secret: z.string().max(300),
        }),
      )
      .max(5)
      .default([]),
    serviceName: z.string().trim().min(1).max(80).default('gatehouse'),
    timeoutMs: ms(100, 60_000).default(10_000),
    /** Null: none are made, and callers' contexts go on as they came. */
    traces: traceSettingsSchema.nullable().default(null),
    metrics: metricSettingsSchema.nullable().default(null),
  })
  .superRefine(({ url, headers, traces, metrics }, context) => {
    if (/\/v1\/(?:traces|metrics|logs)\/*$/.test(url))
      context.addIssue({ code: 'custom', path: ['url'], message: 'leave out /v1/…: it is put behind by the guard' })
    if (headers.length > 0 && sendsInPlain(url))
      context.addIssue({ code: 'custom', path: ['url'], message: 'a secret would cross the network in plain text: write https' })
    if (traces === null && metrics === null)
      context.addIssue({ code: 'custom', path: [], message: 'neither traces nor metrics would be sent' })
  })
export type TelemetrySettings = z.infer<typeof telemetrySchema>
export type TraceSettings = z.infer<typeof traceSettingsSchema>

/** Whether what is sent there can be read on its way. */
const sendsInPlain = (url: string): boolean => !/^(?:https:|http:\/\/(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?:[:/]|$))/i.test(url)

/** The address of a trace, for people. */
export const traceAddress = (link: string, traceId: string): string => link.replaceAll('{traceId}', traceId)
