import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { trafficFilterSchema } from '../../../shared/contract/traffic.ts'
import { bucketOf, quantileOf } from '../../../shared/histogram.ts'
import { aBatch, aRequest } from '../../test-kit/any-traffic.ts'
import { openTestTraffic } from '../../test-kit/open-test-traffic.ts'
import { wholeMinutes } from './stretches.ts'

const all = trafficFilterSchema.parse({})
const minuteMs = 60_000

test('a record is read back as the guard sent it, by itself and in the list', async () => {
  const { traffic, clock } = openTestTraffic()
  const sent = [
    aRequest(clock.now(), { query: { page: '2' }, overlooked: ['no-key: none was sent'], brokenOff: 'by-caller' }),
    aRequest(clock.now() + 1, {
      status: 401,
      refusal: 'key-unknown',
      reason: 'ü',
      consumer: null,
      keyId: null,
      upstreamMs: null,
      target: null,
    }),
    aRequest(clock.now() + 2, { status: 0, route: null, template: null, upstream: null, stages: [], brokenOff: 'by-upstream' }),
  ]
  await traffic.takeBatch(aBatch(1, sent))
  expect(traffic.request(sent[0]!.id)).toEqual({ request: sent[0], routeName: 'Shop', consumerName: null })
  expect(traffic.request(sent[2]!.id).routeName).toBe(null)
  expect(await traffic.list(all, null, 100)).toEqual({ requests: sent.toReversed(), nextBefore: null, searchedBackToMs: null })
})

test('a request that nobody knows is not found, whatever its id looks like', () => {
  const { traffic } = openTestTraffic()
  for (const id of ['', 'x', '019aa000-0000-7000-8000-000000000001', "' OR 1=1 --"]) {
    expect(() => traffic.request(id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  }
})

const requestArbitrary = fc.record({
  afterMs: fc.integer({ min: 0, max: 90 * minuteMs }),
  tookMs: fc.integer({ min: 0, max: 4_000_000 }).map((us) => us / 1000),
  route: fc.constantFrom('shop', 'till', null),
  consumer: fc.constantFrom('a', 'b', null),
  source: fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1'),
  method: fc.constantFrom('GET', 'POST'),
  status: fc.constantFrom(0, 200, 204, 404, 401, 500, 503),
  refusal: fc.constantFrom(null, null, 'no-key', 'limited'),
})
const requestsArbitrary = fc.array(requestArbitrary, { minLength: 1, maxLength: 60 })
type Drawn = (typeof requestsArbitrary extends fc.Arbitrary<infer T> ? T : never)[number]
const madeOf = (drawn: Drawn[], startMs: number): RequestRecord[] =>
  drawn.map(({ afterMs, ...changes }) => aRequest(startMs + afterMs, changes))

test('stored and unrecorded are all requests, and totals are what brute force counts, whatever is sent twice', async () => {
  await fc.assert(
    fc.asyncProperty(requestsArbitrary, fc.array(fc.nat(8)), fc.nat(90), fc.nat(90), async (drawn, again, fromMinute, minutes) => {
      const opened = openTestTraffic()
      const startMs = opened.clock.now() - 100 * minuteMs
      const requests = madeOf(drawn, startMs)
      const batches = Array.from({ length: Math.ceil(requests.length / 8) }, (_, at) => {
        const some = requests.slice(8 * at, 8 * at + 8)
        return aBatch(100 + 3 * at, some, Math.min(some.length, at % 3))
      })
      for (const [at, batch] of batches.entries()) {
        await opened.traffic.takeBatch(batch)
        if (again.includes(at)) await opened.traffic.takeBatch(batch)
        if (again.includes(at + 1)) opened.restart()
        if (again.includes(at + 2)) for (const old of batches.slice(0, at + 1)) await opened.traffic.takeBatch(old)
      }
      const { now: whole } = await opened.traffic.totals(startMs, opened.clock.now() + minuteMs)
      const stored = opened.telemetry.read((db) => db.get<{ n: number }>('SELECT count(*) AS n FROM traffic_request')!.n)
      expect(whole.requests).toBe(requests.length)
      expect(stored + whole.unrecorded).toBe(requests.length)

      const fromMs = startMs + fromMinute * minuteMs
      const toMs = Math.min(fromMs + minutes * minuteMs, opened.clock.now())
      const period = wholeMinutes(fromMs, toMs)
      const inside = requests.filter(({ atMs, tookMs }) => atMs + tookMs >= period.fromMs && atMs + tookMs < period.toMs)
      const took = new Map<number, number>()
      for (const { tookMs } of inside) took.set(bucketOf(tookMs), (took.get(bucketOf(tookMs)) ?? 0) + 1)
      const { now } = await opened.traffic.totals(fromMs, toMs)
      expect({ ...now, unrecorded: 0 }).toEqual({
        ...period,
        requests: inside.length,
        refused: inside.filter(({ refusal }) => refusal !== null).length,
        failed: inside.filter(({ status }) => status === 0 || status >= 500).length,
        bytesIn: inside.length * 100,
        bytesOut: inside.length * 1_000,
        p50Ms: quantileOf(took, 0.5),
        p95Ms: quantileOf(took, 0.95),
        p99Ms: quantileOf(took, 0.99),
        unrecorded: 0,
      })
      const top = await opened.traffic.top(fromMs, toMs, 50)
      expect(top.routes.reduce((sum, { requests: some }) => sum + some, 0)).toBe(inside.filter(({ route }) => route !== null).length)
      expect(top.consumers.find(({ id }) => id === 'a')?.requests ?? 0).toBe(inside.filter(({ consumer }) => consumer === 'a').length)
    }),
    { numRuns: 20 },
  )
})

test('pages of a filtered list, put together, are what a plain filter finds, newest first and each once', async () => {
  const filterArbitrary = fc.record({
    routes: fc.subarray(['shop', 'till', 'nowhere']),
    sources: fc.subarray(['192.0.2.1', '2001:db8::1']),
    methods: fc.subarray(['GET', 'POST']),
    statusClasses: fc.subarray([0, 2, 4, 5]),
    refusals: fc.subarray(['no-key', 'limited']),
    leastMs: fc.option(fc.nat(4_000)),
    from: fc.option(fc.nat(90)),
    to: fc.option(fc.nat(90)),
  })
  await fc.assert(
    fc.asyncProperty(requestsArbitrary, filterArbitrary, fc.integer({ min: 1, max: 7 }), async (drawn, { from, to, ...given }, limit) => {
      const { traffic, clock } = openTestTraffic()
      const startMs = clock.now()
      const requests = madeOf(drawn, startMs)
      await traffic.takeBatch(aBatch(1, requests))
      const time = { fromMs: from === null ? null : startMs + from * minuteMs, toMs: to === null ? null : startMs + to * minuteMs }
      const filter = trafficFilterSchema.parse({ ...given, ...time })
      const found: RequestRecord[] = []
      let before: string | null = null
      do {
        const page: Awaited<ReturnType<typeof traffic.list>> = await traffic.list(filter, before, limit)
        expect(page.requests.length).toBeLessThanOrEqual(limit)
        found.push(...page.requests)
        before = page.nextBefore
      } while (before !== null)
      const passes = (list: readonly unknown[], value: unknown) => list.length === 0 || list.includes(value)
      const expected = requests.filter(
        (one) =>
          passes(filter.routes, one.route) &&
          passes(filter.sources, one.source) &&
          passes(filter.methods, one.method) &&
          passes(filter.statusClasses, Math.floor(one.status / 100)) &&
          passes(filter.refusals, one.refusal) &&
          (filter.leastMs === null || one.tookMs >= filter.leastMs) &&
          (filter.fromMs === null || one.atMs >= filter.fromMs) &&
          (filter.toMs === null || one.atMs < filter.toMs),
      )
      // Of one moment, the one that arrived later is newer.
      expect(found).toEqual(expected.toReversed().toSorted((a, b) => b.atMs - a.atMs))
    }),
    { numRuns: 20 },
  )
})
