import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createHandClock } from '../../main/test-kit/hand-clock.ts'
import { systemClock } from '../../ports/clock.ts'
import { createIds } from '../../ports/ids.ts'
import { createTraceIds } from '../../ports/trace-ids.ts'
import { policySchema } from '../../shared/policy.ts'
import { traceSettingsSchema } from '../../shared/telemetry-settings.ts'
import { call } from '../test-kit/call.ts'
import type { Collector } from '../test-kit/otlp-collector.ts'
import { plainAttributes, startCollector } from '../test-kit/otlp-collector.ts'
import type { PolicyInput } from '../test-kit/running-guard.ts'
import { afterTest, policyFor, startGuard, startService } from '../test-kit/running-guard.ts'
import { createTracing } from './request-trace.ts'
import { createTelemetry } from './telemetry.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const spanId = 'b7ad6b7169203331'
const kept = `00-${traceId}-${spanId}-01`
const parent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-0([0-3])$/

type Traces = Partial<NonNullable<NonNullable<PolicyInput['telemetry']>['traces']>>

/** A guard that tells a collector, whose gathering a test ends by hand. */
const startTraced = async (
  target: string | string[],
  { traces = {}, ...more }: Parameters<typeof policyFor>[1] & { traces?: Traces | null } = {},
) => {
  const collector = await startCollector()
  const clock = createHandClock()
  const telemetry = createTelemetry({
    clock,
    ids: createIds(systemClock),
    stageNames: () => running.guard.stages.map(({ name }) => name),
    metrics: () => [],
    secretOf: () => null,
    startedAtMs: 0,
  })
  const given = policyFor(target, {
    telemetry: traces === null ? null : { url: collector.url, traces: { ratio: 1, ...traces } },
    ...more,
  })
  const running = await startGuard(given, { record: (record) => telemetry.record(record) })
  telemetry.change(policySchema.parse(given).telemetry)
  afterTest(() => telemetry.close())
  return { ...running, collector, told: (requests: number) => told(requests, collector, () => clock.advance(1_000), running) }
}
/** All spans, once so many requests are over. */
const told = async (requests: number, collector: Collector, send: () => void, running: { recorded(count: number): Promise<unknown> }) => {
  await running.recorded(requests)
  send()
  await expect.poll(() => collector.headers.length + collector.faults.length, { timeout: 10_000 }).toBeGreaterThan(0)
  await expect.poll(() => collector.spans.length, { timeout: 10_000 }).toBeGreaterThan(0)
  expect(collector.faults).toEqual([])
  return collector.spans
}
const serverSpan = 2
const clientSpan = 3

test('a trusted caller’s trace goes on through the guard, whose spans stand between the caller’s and the service’s', async () => {
  const got: (string | string[] | undefined)[][] = []
  const url = await startService((request, response) => {
    got.push([request.headers.traceparent, request.headers.tracestate])
    response.end('hello')
  })
  const { url: guarded, told, records } = await startTraced(url, { trustedProxies: ['127.0.0.1'] })
  await call(`${guarded}/people/7?name=secret-query`, {
    headers: { traceparent: kept, tracestate: 'congo=t61', authorization: 'secret-header' },
  })

  const spans = await told(1)
  const server = spans.find(({ kind }) => kind === serverSpan)!
  const client = spans.find(({ kind }) => kind === clientSpan)!
  expect(server).toMatchObject({ traceId, parentSpanId: spanId, traceState: 'congo=t61', name: 'GET /', links: [] })
  expect(client).toMatchObject({ traceId, parentSpanId: server.spanId, traceState: 'congo=t61' })
  expect(got).toEqual([[`00-${traceId}-${client.spanId}-01`, 'congo=t61']])

  expect(plainAttributes(server.attributes)).toMatchObject({
    'http.request.method': 'GET',
    'http.route': '/',
    'http.response.status_code': 200,
    'http.response.body.size': 5,
    'gatehouse.request.id': records[0]!.id,
  })
  expect(plainAttributes(client.attributes)).toMatchObject({
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(url).port),
    'http.response.status_code': 200,
    'url.scheme': 'http',
  })
  expect(server.events!.map(({ attributes }) => plainAttributes(attributes)['gatehouse.stage'])).toEqual(
    expect.arrayContaining(['admit', 'forward']),
  )
  const [from, to] = [BigInt(server.startTimeUnixNano), BigInt(server.endTimeUnixNano)]
  for (const { startTimeUnixNano, endTimeUnixNano } of spans) {
    expect(BigInt(startTimeUnixNano) >= from && BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true)
    expect(BigInt(endTimeUnixNano) <= to).toBe(true)
  }
  expect(JSON.stringify(spans)).not.toMatch(/secret|people/)
  expect(records[0]!.trace).toMatchObject({ traceId, told: true })
})

test('a stranger’s trace is not taken on: a new one begins, which only points to it, unless the policy trusts everybody', async () => {
  const got: Record<string, unknown>[] = []
  const url = await startService((request, response) => {
    got.push({ ...request.headers })
    response.end()
  })
  const { url: guarded, told, change, collector } = await startTraced(url)
  await call(guarded, { headers: { traceparent: kept, tracestate: 'congo=t61' } })
  const [server] = (await told(1)).filter(({ kind }) => kind === serverSpan)
  expect(server!.traceId).not.toBe(traceId)
  expect(server!.parentSpanId).toBeUndefined()
  expect(server!.links).toMatchObject([{ traceId, spanId, traceState: 'congo=t61' }])
  expect(parent.exec(String(got[0]!['traceparent']))![1]).toBe(server!.traceId)
  expect(got[0]).not.toHaveProperty('tracestate')

  await change(policyFor(url, { telemetry: { url: collector.url, traces: { trust: 'everybody' } } }))
  await call(guarded, { headers: { traceparent: kept } })
  expect(String(got[1]!['traceparent'])).toContain(traceId)
  await call(guarded, { headers: { traceparent: `${kept}-odd`, tracestate: 'a=b' } })
  expect(String(got[2]!['traceparent'])).toMatch(parent)
  expect(String(got[2]!['traceparent'])).not.toContain(traceId)
  expect(got[2]).not.toHaveProperty('tracestate')
})

test('without traces a context goes on as it came; a route that takes it out keeps the guard’s from its service, too', async () => {
  const got: unknown[] = []
  const url = await startService((request, response) => {
    got.push(request.headers.traceparent)
    response.end()
  })
  const { url: guarded, change, collector, recorded } = await startTraced(url, { traces: null })
  await call(guarded, { headers: { traceparent: 'whatever' } })
  const settings = { removeRequestHeaders: ['traceparent'] }
  await change(policyFor(url, { telemetry: { url: collector.url, traces: {} }, settings }))
  await call(guarded, { headers: { traceparent: kept } })
  expect(got).toEqual(['whatever', undefined])
  const [first] = await recorded(2)
  expect(first!.trace).toBeNull()
})

test('of a trace that is not kept, failures are told all the same, and the service is told that it is not kept', async () => {
  const got: string[] = []
  const url = await startService((request, response) => {
    got.push(String(request.headers.traceparent))
    response.writeHead(request.url === '/broken' ? 500 : 200).end()
  })
  const { url: guarded, told, records } = await startTraced(url, { traces: { ratio: 0, slowMs: null } })
  await call(`${guarded}/fine`)
  await call(`${guarded}/broken`)
  const spans = await told(2)
  expect(got.map((text) => parent.exec(text)![3])).toEqual(['0', '0'])
  expect(records.map(({ trace }) => trace!.told)).toEqual([false, true])
  expect(spans).toHaveLength(2)
  expect(spans.map(({ status, attributes }) => [status, plainAttributes(attributes)['error.type']])).toEqual([
    [{ code: 2 }, '500'],
    [{ code: 2 }, '500'],
  ])
})

test('whoever keeps a trace decides for those that take it on; a share of new ones is kept by chance', async () => {
  const url = await startService((_request, response) => response.end())
  const {
    url: guarded,
    records,
    recorded,
  } = await startTraced(url, {
    trustedProxies: ['127.0.0.1'],
    traces: { ratio: 0.5, errors: false, slowMs: null },
  })
  await call(guarded, { headers: { traceparent: kept } })
  await call(guarded, { headers: { traceparent: kept.replace(/1$/, '0') } })
  for (let at = 0; at < 60; at++) await call(guarded)
  await recorded(62)
  const [taken, left, ...own] = records.map(({ trace }) => trace!.told)
  expect([taken, left]).toEqual([true, false])
  // Of 60 coins none or all is one way in 10^18.
  expect(new Set(own)).toEqual(new Set([true, false]))
  expect(new Set(records.slice(2).map(({ trace }) => trace!.traceId)).size).toBe(60)
})

test('each try at a target is a span of its own, and a refusal is an event of the guard’s', async () => {
  const url = await startService((_request, response) => response.end())
  const gone = await startCollector()
  await gone.stop()
  const { url: guarded, told, records } = await startTraced([gone.url, url], { upstream: { passiveHealth: null } })
  await call(guarded)
  await call(guarded)
  const spans = await told(2)
  const [twice] = records.filter(({ trace }) => trace!.attempts.length === 2)
  const tries = spans.filter(({ traceId: of, kind }) => of === twice!.trace!.traceId && kind === clientSpan)
  expect(tries.map(({ attributes }) => plainAttributes(attributes))).toMatchObject([
    { 'error.type': 'ECONNREFUSED', 'server.port': gone.port },
    { 'http.request.resend_count': 1, 'http.response.status_code': 200 },
  ])
})

test('a refused request has a span without a target, which tells why', async () => {
  const { url: guarded, told } = await startTraced('http://127.0.0.1:9', { settings: { identity: 'required' } })
  await call(guarded)
  const spans = await told(1)
  expect(spans).toMatchObject([{ kind: serverSpan, status: {} }])
  expect(plainAttributes(spans[0]!.attributes)).toMatchObject({ 'http.response.status_code': 401, 'gatehouse.refusal': 'key-needed' })
  expect(spans[0]!.events!.at(-1)).toMatchObject({ name: 'gatehouse.refused' })
})

test('a WebSocket’s trace goes on to its service, and however long it is open it is not slow', async () => {
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(sockets, 'listening')
  afterTest(() => sockets.close())
  const asked: unknown[] = []
  sockets.on('connection', (_socket, { headers }) => asked.push(headers.traceparent))
  const { port, told, records } = await startTraced(`http://127.0.0.1:${(sockets.address() as AddressInfo).port}`, {
    traces: { slowMs: 1 },
  })
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`)
  await once(socket, 'open')
  socket.close()
  const spans = await told(1)
  const client = spans.find(({ kind }) => kind === clientSpan)!
  expect(asked).toEqual([`00-${client.traceId}-${client.spanId}-01`])
  expect(plainAttributes(client.attributes)).toMatchObject({ 'http.response.status_code': 101 })
  const tracing = createTracing(traceSettingsSchema.parse({ ratio: 0 }), createTraceIds())
  const unkept = { ...records[0]!.trace!, flags: 0 }
  expect(tracing.isTold(unkept, { status: 101, brokenOff: null, tookMs: 60_000 })).toBe(false)
  expect(tracing.isTold(unkept, { status: 200, brokenOff: null, tookMs: 60_000 })).toBe(true)
})
