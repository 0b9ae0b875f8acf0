/** A collector of OpenTelemetry on a real socket: takes only what has the shape of OTLP's JSON, and answers as a test tells it to. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { afterTest } from './running-guard.ts'

const nano = z.string().regex(/^\d{1,20}$/)
const whole = z.string().regex(/^\d+$/)
const traceId = z.string().regex(/^(?!0+$)[0-9a-f]{32}$/)
const spanId = z.string().regex(/^(?!0+$)[0-9a-f]{16}$/)
const attributes = z.array(
  z.strictObject({
    key: z.string().min(1),
    value: z.union([
      z.strictObject({ stringValue: z.string() }),
      z.strictObject({ intValue: whole }),
      z.strictObject({ doubleValue: z.number() }),
      z.strictObject({ boolValue: z.boolean() }),
    ]),
  }),
)
const resource = z.strictObject({ attributes })
const scope = z.strictObject({ name: z.string() })

/** opentelemetry-proto, trace.proto, in the JSON of proto3; what is unknown there is refused here. */
const spanSchema = z.strictObject({
  traceId,
  spanId,
  parentSpanId: spanId.optional(),
  traceState: z.string().optional(),
  flags: z.int().optional(),
  name: z.string().min(1),
  kind: z.int().min(0).max(5),
  startTimeUnixNano: nano,
  endTimeUnixNano: nano,
  attributes: attributes.optional(),
  events: z.array(z.strictObject({ timeUnixNano: nano, name: z.string(), attributes })).optional(),
  links: z.array(z.strictObject({ traceId, spanId, traceState: z.string().optional(), flags: z.int(), attributes })).optional(),
  status: z.strictObject({ code: z.int().min(0).max(2).optional(), message: z.string().optional() }).optional(),
})
const tracesSchema = z.strictObject({
  resourceSpans: z.array(z.strictObject({ resource, scopeSpans: z.array(z.strictObject({ scope, spans: z.array(spanSchema) })) })),
})
/** metrics.proto. */
const point = { attributes: attributes.optional(), startTimeUnixNano: nano.optional(), timeUnixNano: nano }
const numberPoints = z.array(z.strictObject({ ...point, asDouble: z.number() }))
const temporality = z.union([z.literal(1), z.literal(2)])
const metricSchema = z.strictObject({
  name: z.string().min(1),
  unit: z.string(),
  description: z.string().optional(),
  gauge: z.strictObject({ dataPoints: numberPoints }).optional(),
  sum: z.strictObject({ dataPoints: numberPoints, isMonotonic: z.boolean(), aggregationTemporality: temporality }).optional(),
  histogram: z
    .strictObject({
      dataPoints: z.array(
        z
          .strictObject({ ...point, count: whole, sum: z.number(), bucketCounts: z.array(whole), explicitBounds: z.array(z.number()) })
          .refine(({ bucketCounts, explicitBounds }) => bucketCounts.length === explicitBounds.length + 1, 'one bucket more than bounds')
          .refine(({ bucketCounts, count }) => bucketCounts.reduce((sum, one) => sum + Number(one), 0) === Number(count), 'all counted'),
      ),
      aggregationTemporality: temporality,
    })
    .optional(),
})
const metricsSchema = z.strictObject({
  resourceMetrics: z.array(z.strictObject({ resource, scopeMetrics: z.array(z.strictObject({ scope, metrics: z.array(metricSchema) })) })),
})

export type CollectedSpan = z.infer<typeof spanSchema>
export type CollectedMetric = z.infer<typeof metricSchema>

/** A status; with headers and text; or what a network does: closed without an answer, or no answer at all. */
export type CollectorAnswer = number | { status: number; headers?: Record<string, string>; text?: string } | 'close' | 'stall'

export interface Collector {
  url: string
  port: number
  spans: CollectedSpan[]
  /** Of each request the whole list. */
  metrics: CollectedMetric[][]
  headers: IncomingHttpHeaders[]
  /** What was sent and has not the shape of OTLP. */
  faults: string[]
  /** Changed at any time. Null: taken. */
  answer: CollectorAnswer | null
  stop(): Promise<void>
}

export const plainAttributes = (given: z.infer<typeof attributes> = []): Record<string, string | number | boolean> =>
  Object.fromEntries(
    given.map(({ key, value }) => {
      const [plain] = Object.values(value) as [string | number | boolean]
      return [key, 'intValue' in value ? Number(plain) : plain]
    }),
  )

export const startCollector = async (given: { port?: number } = {}): Promise<Collector> => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('error', () => {})
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      collector.headers.push(request.headers)
      const { answer } = collector
      if (answer === 'close') return request.socket.destroy()
      if (answer === 'stall') return
      const { status, headers = {}, text = '{}' } = typeof answer === 'object' && answer ? answer : { status: answer ?? 200 }
      if (status < 300) take(request.url ?? '', Buffer.concat(chunks))
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
    })
  })
  const take = (path: string, body: Buffer) => {
    try {
      const json: unknown = JSON.parse(gunzipSync(body).toString())
      if (path.endsWith('/v1/traces'))
        for (const { scopeSpans } of tracesSchema.parse(json).resourceSpans)
          for (const { spans } of scopeSpans) collector.spans.push(...spans)
      else if (path.endsWith('/v1/metrics'))
        for (const { scopeMetrics } of metricsSchema.parse(json).resourceMetrics)
          for (const { metrics } of scopeMetrics) collector.metrics.push(metrics)
      else collector.faults.push(`nothing is taken at ${path}`)
    } catch (error) {
      collector.faults.push(String(error))
    }
  }
  server.listen(given.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const collector: Collector = {
    url: `http://127.0.0.1:${port}`,
    port,
    spans: [],
    metrics: [],
    headers: [],
    faults: [],
    answer: null,
    stop: async () => {
      server.closeAllConnections()
      if (server.listening) await new Promise((closed) => server.close(closed))
    },
  }
  afterTest(() => collector.stop())
  return collector
}
