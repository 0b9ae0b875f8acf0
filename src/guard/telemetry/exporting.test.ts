import { expect, test } from 'vitest'
import { createHandClock } from '../../main/test-kit/hand-clock.ts'
import { createIds } from '../../ports/ids.ts'
import type { TelemetrySettings } from '../../shared/telemetry-settings.ts'
import { telemetrySchema } from '../../shared/telemetry-settings.ts'
import { createRequestMetrics } from '../metrics/request-metrics.ts'
import type { RequestRecord } from '../recorder.ts'
import type { Collector, CollectorAnswer } from '../test-kit/otlp-collector.ts'
import { plainAttributes, startCollector } from '../test-kit/otlp-collector.ts'
import { afterTest } from '../test-kit/running-guard.ts'
import { createTelemetry } from './telemetry.ts'

const patient = { timeout: 10_000 }

const aRecord = (given: Partial<RequestRecord> = {}): RequestRecord => ({
  id: 'request',
  atMs: Date.UTC(2026, 10, 21, 8),
  tookMs: 5.25,
  source: '192.0.2.1',
  method: 'GET',
  route: 'all',
  template: '/',
  consumer: null,
  keyId: null,
  caller: null,
  upstream: 'api',
  target: 'http://127.0.0.1:3000',
  status: 200,
  refusal: null,
  reason: null,
  overlooked: [],
  brokenOff: null,
  bytesIn: 1,
  bytesOut: 2,
  spentMs: [0.5, 0],
  upstreamMs: 3,
  query: null,
  policyRevision: 1,
  triedBy: null,
  trace: {
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    startedMs: 0,
    parentSpanId: null,
    link: null,
    state: '',
    flags: 1,
    attempts: [],
    told: true,
  },
  ...given,
})

const start = (url: string, given: object, secretOf: (reference: string) => string | null = () => null) => {
  const clock = createHandClock()
  const metrics = createRequestMetrics()
  const telemetry = createTelemetry({
    clock,
    ids: createIds(clock),
    stageNames: () => ['admit', 'identify'],
    metrics: () => metrics.metrics(),
    secretOf,
    startedAtMs: clock.now(),
  })
  const settings = (more: object): TelemetrySettings => telemetrySchema.parse({ url, ...given, ...more })
  telemetry.change(settings({}))
  afterTest(() => telemetry.close())
  const add = (count: number) => {
    for (let at = 0; at < count; at++) telemetry.record(aRecord())
  }
  const state = () => telemetry.state()!
  /** Sends what was gathered, and waits for what came of it. */
  const sent = async (collector: Collector, requests: number) => {
    clock.advance(1_000)
    await expect.poll(() => collector.headers.length, patient).toBe(requests)
  }
  return { clock, telemetry, metrics, add, state, sent, change: (more: object) => telemetry.change(settings(more)) }
}

test('what is gathered is sent once, zipped, with the secrets that its headers name', async () => {
  const collector = await startCollector()
  const secrets: Record<string, string> = {}
  const { add, state, sent, clock } = start(
    `${collector.url}/otlp/`,
    { traces: {}, headers: [{ header: 'authorization', template: 'Bearer {key}', secret: 'vault:one' }] },
    (reference) => secrets[reference] ?? null,
  )
  add(3)
  clock.advance(1_000)
  await expect.poll(() => state().traces!.problem, patient).toMatch(/cannot be had/)
  expect(collector.headers).toEqual([])

  secrets['vault:one'] = 'sesame'
  clock.advance(60_000)
  await expect.poll(() => state().traces, patient).toMatchObject({ sent: 3, waiting: 0, problem: null, failures: 0 })
  expect(collector.headers[0]).toMatchObject({
    authorization: 'Bearer sesame',
    'content-encoding': 'gzip',
    'content-type': 'application/json',
  })
  expect(collector).toMatchObject({ faults: [] })
  add(1)
  await sent(collector, 2)
  await expect.poll(() => collector.spans.length, patient).toBe(4)
})

test('a collector that answers with the key it was sent has it shown to nobody', async () => {
  const collector = await startCollector()
  const headers = [{ header: 'authorization', template: 'Bearer {key}', secret: 'vault:one' }]
  const { add, state, sent, telemetry } = start(collector.url, { traces: {}, headers }, () => 'open sesame')
  collector.answer = { status: 200, text: JSON.stringify({ partialSuccess: { errorMessage: 'seen: Bearer open sesame' } }) }
  add(1)
  await sent(collector, 1)
  await expect.poll(() => state().traces!.problem, patient).toBe('The collector says: seen: Bearer …')
  expect((await telemetry.test())[0]!.sentence).toMatch(/answered: seen: Bearer …$/)
})

test.each<[string, CollectorAnswer, RegExp]>([
  ['that is busy', 503, /has trouble of its own/],
  ['that breaks off', 'close', /broke off/],
  ['that does not answer', 'stall', /did not answer in time/],
  ['that wants less', 429, /less often/],
])('a collector %s is tried again, and then gets everything once', async (_name, answer, problem) => {
  const collector = await startCollector()
  const { add, state, sent, clock } = start(collector.url, { traces: {}, timeoutMs: 100 })
  collector.answer = answer
  add(2)
  await sent(collector, 1)
  await expect.poll(() => state().traces!.problem, patient).toMatch(problem)
  expect(state().traces).toMatchObject({ waiting: 2, failures: 1, dropped: 0 })
  collector.answer = null
  clock.advance(60_000)
  await expect.poll(() => state().traces, patient).toMatchObject({ sent: 2, waiting: 0, problem: null })
  expect(collector.spans).toHaveLength(2)
})

test('a collector that says when is not asked before', async () => {
  const collector = await startCollector()
  const { add, state, sent, clock } = start(collector.url, { traces: {} })
  collector.answer = { status: 429, headers: { 'retry-after': '300' } }
  add(1)
  await sent(collector, 1)
  await expect.poll(() => state().traces!.failures, patient).toBe(1)
  collector.answer = null
  clock.advance(299_000)
  add(1)
  clock.advance(999)
  expect(collector.headers).toHaveLength(1)
  clock.advance(1)
  await expect.poll(() => state().traces, patient).toMatchObject({ sent: 2 })
})

test('what a collector refuses is dropped and counted; what it says of the rest is told', async () => {
  const collector = await startCollector()
  const { add, state, sent, clock } = start(collector.url, { traces: {} })
  collector.answer = 400
  add(5)
  await sent(collector, 1)
  await expect.poll(() => state().traces, patient).toMatchObject({ dropped: 5, waiting: 0, failures: 1 })

  collector.answer = { status: 200, text: '{"partialSuccess":{"rejectedSpans":"1","errorMessage":"too old"}}' }
  add(3)
  clock.advance(60_000)
  await expect.poll(() => state().traces, patient).toMatchObject({ dropped: 6, sent: 2, problem: 'The collector says: too old' })

  collector.answer = { status: 200, text: '<html>garbage' }
  add(1)
  await sent(collector, 3)
  await expect.poll(() => state().traces, patient).toMatchObject({ sent: 3, problem: null })
})

test('what waits for a collector that is gone is bounded, and the rest is counted as dropped, also in the figures', async () => {
  const collector = await startCollector()
  await collector.stop()
  const { add, state, telemetry, clock } = start(collector.url, { traces: {} })
  add(10_000)
  await expect.poll(() => state().traces, patient).toMatchObject({ waiting: 4_096, dropped: 5_904 })
  await expect.poll(() => state().traces!.problem, patient).toMatch(/refuses the connection/)
  expect(telemetry.metrics().find(({ name }) => name === 'gatehouse_otlp_dropped_total')!.samples).toEqual([
    { labels: { signal: 'traces' }, value: 5_904 },
  ])
  const back = await startCollector({ port: collector.port })
  // Batches follow each other at once; only before the first is there a wait.
  clock.advance(60_000)
  await expect.poll(() => state().traces!.sent, patient).toBe(4_096)
  expect(back.headers.length).toBe(8)
  expect(back.faults).toEqual([])
})

test('the figures are told every so often, all since the start; with a bucket for each bound and one above', async () => {
  const collector = await startCollector()
  const { metrics, clock, state } = start(collector.url, { metrics: {} })
  metrics.record(aRecord())
  metrics.record(aRecord({ tookMs: 60_000, status: 500 }))
  clock.advance(14_999)
  expect(collector.headers).toEqual([])
  clock.advance(1)
  await expect.poll(() => collector.metrics.length, patient).toBe(1)
  metrics.record(aRecord())
  await expect.poll(() => state().metrics!.lastSentAtMs, patient).not.toBeNull()
  clock.advance(15_000)
  await expect.poll(() => collector.metrics.length, patient).toBe(2)
  expect(collector.faults).toEqual([])
  const [first, second] = collector.metrics.map((list) => list.find(({ name }) => name === 'gatehouse.request_duration')!)
  expect(first).toMatchObject({ unit: 's', histogram: { aggregationTemporality: 2, dataPoints: [{ count: '2' }] } })
  const [point] = first!.histogram!.dataPoints
  expect([point!.bucketCounts[3], point!.bucketCounts.at(-1), plainAttributes(point!.attributes)]).toEqual([
    '1',
    '1',
    { 'gatehouse.route': 'all' },
  ])
  expect(second!.histogram!.dataPoints[0]).toMatchObject({ count: '3' })
  const requests = collector.metrics[1]!.find(({ name }) => name === 'gatehouse.requests')!
  expect(requests.sum).toMatchObject({ isMonotonic: true, aggregationTemporality: 2 })
})

test('as differences they leave out what was told, and lose nothing that was not', async () => {
  const collector = await startCollector()
  const { metrics, clock, state } = start(collector.url, { metrics: { temporality: 'delta', everyMs: 60_000 } })
  const count = (list: Collector['metrics'][number]) =>
    list.find(({ name }) => name === 'gatehouse.request_duration')!.histogram!.dataPoints.map((point) => point.count)
  metrics.record(aRecord())
  clock.advance(60_000)
  await expect.poll(() => state().metrics!.lastSentAtMs, patient).not.toBeNull()
  collector.answer = 503
  metrics.record(aRecord())
  clock.advance(60_000)
  await expect.poll(() => state().metrics!.failures, patient).toBe(1)
  collector.answer = null
  metrics.record(aRecord())
  clock.advance(60_000)
  await expect.poll(() => collector.metrics.map(count), patient).toEqual([['1'], ['2']])
  expect(collector.faults).toEqual([])
})

test('a test says for each signal what came of it; other settings take over, and what waited is sent to where it was meant for', async () => {
  const collector = await startCollector()
  const other = await startCollector()
  const { add, telemetry, change, clock } = start(collector.url, { traces: {}, metrics: {} })
  expect(await telemetry.test()).toEqual([
    { signal: 'traces', taken: true, sentence: `127.0.0.1:${collector.port} took a span named gatehouse.test.` },
    { signal: 'metrics', taken: true, sentence: `127.0.0.1:${collector.port} took a figure named gatehouse.test.` },
  ])
  expect(collector.faults).toEqual([])
  add(1)
  change({ url: other.url, metrics: null })
  await expect.poll(() => collector.spans.length, patient).toBe(2)
  add(2)
  clock.advance(1_000)
  await expect.poll(() => other.spans.length, patient).toBe(2)
  other.answer = 401
  expect(await telemetry.test()).toMatchObject([
    { signal: 'traces', taken: false, sentence: expect.stringMatching(/refuses what it was sent/) },
  ])
  telemetry.change(null)
  expect([telemetry.state(), await telemetry.test()]).toEqual([null, []])
})

test('a change of what is sent to the same collector loses nothing that waits, and tells no difference twice', async () => {
  const collector = await startCollector()
  const { metrics, add, clock, change, state } = start(collector.url, { traces: {}, metrics: { temporality: 'delta' } })
  const counts = () =>
    collector.metrics.map(
      (list) =>
        list.find(({ name }) => name === 'gatehouse.requests')?.sum?.dataPoints.reduce((sum, { asDouble }) => sum + asDouble, 0) ?? 0,
    )
  metrics.record(aRecord())
  clock.advance(15_000)
  await expect.poll(() => state().metrics!.lastSentAtMs, patient).not.toBeNull()
  add(2)
  metrics.record(aRecord())
  change({ traces: { ratio: 0.5 }, metrics: { temporality: 'delta', everyMs: 30_000 } })
  expect(state().traces).toMatchObject({ waiting: 2, dropped: 0 })
  // The exporter before ends with what came since; the new one goes on from there.
  await expect.poll(counts, patient).toEqual([1, 1])
  metrics.record(aRecord())
  clock.advance(30_000)
  await expect.poll(counts, patient).toEqual([1, 1, 1])
  await expect.poll(() => collector.spans.length, patient).toBe(2)
  expect(collector.faults).toEqual([])
})
