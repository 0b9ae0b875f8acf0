import fc from 'fast-check'
import { expect, test } from 'vitest'
import { policySchema } from '../../shared/policy.ts'
import type { RequestRecord } from '../recorder.ts'
import { createHandClock } from '../../main/test-kit/hand-clock.ts'
import type { BatchContent } from './batch.ts'
import { createRecording } from './recording.ts'

const record = (given: Partial<RequestRecord> = {}): RequestRecord => ({
  id: 'request',
  atMs: 0,
  tookMs: 5,
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
  trace: null,
  triedBy: null,
  ...given,
})
const refusedRecord = (given: Partial<RequestRecord> = {}) =>
  record({ status: 401, refusal: 'unknown-key', target: null, reason: 'no such key', ...given })

const setUp = (recordsPerSecond?: number) => {
  const clock = createHandClock()
  const batches: BatchContent[] = []
  const recording = createRecording({
    clock,
    stageNames: () => ['admit', 'identify'],
    onBatch: (content) => batches.push(content),
    ...(recordsPerSecond === undefined ? {} : { recordsPerSecond }),
  })
  const told = {
    requests: () => batches.flatMap(({ requests }) => requests),
    counts: () => batches.flatMap(({ counts }) => counts),
    events: () => batches.flatMap(({ events }) => events),
  }
  return { clock, batches, recording, told }
}

test('each request is counted once, and is either recorded or declared', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          status: fc.constantFrom(0, 200, 404, 502),
          refusal: fc.constantFrom(null, 'unknown-key' as const, 'rate-limited' as const),
          tookMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
          route: fc.constantFrom(null, 'a', 'b'),
          afterMs: fc.integer({ min: 0, max: 700 }),
        }),
        { maxLength: 200 },
      ),
      (requests) => {
        const { clock, batches, recording, told } = setUp(3)
        for (const { afterMs, ...given } of requests) {
          clock.advance(afterMs)
          recording.record(record({ ...given, atMs: clock.now() }))
        }
        recording.close()
        const counts = told.counts()
        expect(counts.reduce((sum, one) => sum + one.requests, 0)).toBe(requests.length)
        expect(counts.reduce((sum, { took }) => sum + took.reduce((some, [, count]) => some + count, 0), 0)).toBe(requests.length)
        expect(told.requests().length + batches.reduce((sum, { unrecorded }) => sum + unrecorded, 0)).toBe(requests.length)
        const telling = requests.filter(
          ({ status, refusal, tookMs }) => refusal !== null || status === 0 || status >= 500 || tookMs > 1_000,
        )
        expect(told.requests().length).toBeGreaterThanOrEqual(telling.length)
      },
    ),
    { numRuns: 50 },
  )
})

test('of a rush some are recorded, of refusals all', () => {
  const { clock, recording, told } = setUp(10)
  for (let at = 0; at < 100; at++) recording.record(record())
  for (let at = 0; at < 100; at++) recording.record(refusedRecord())
  clock.advance(1_000)
  for (let at = 0; at < 100; at++) recording.record(record())
  recording.close()
  expect(told.requests().filter(({ refusal }) => refusal === null)).toHaveLength(20)
  expect(told.requests().filter(({ refusal }) => refusal !== null)).toHaveLength(100)
})

test('a batch is cut each second, at 2,000 records at once, and never empty', () => {
  const { clock, batches, recording } = setUp()
  clock.advance(10_000)
  expect(batches).toEqual([])
  recording.record(record())
  clock.advance(1_000)
  expect(batches).toHaveLength(1)
  for (let at = 0; at < 2_000; at++) recording.record(refusedRecord())
  expect(batches).toHaveLength(2)
  expect(batches[1]!.requests).toHaveLength(2_000)
})

test('stages that were not reached are absent', () => {
  const { recording, told } = setUp()
  recording.record(record())
  recording.close()
  expect(told.requests()[0]!.stages).toEqual([{ name: 'admit', ms: 0.5 }])
})

test('a clock that is set back stops neither the sampling nor the batches', () => {
  const { clock, recording, told } = setUp(1)
  recording.record(record({ atMs: clock.now() }))
  clock.setNow(clock.now() - 3_600_000)
  clock.advance(1_000)
  recording.record(record({ atMs: clock.now() }))
  clock.advance(1_000)
  expect(told.requests()).toHaveLength(2)
  expect(new Set(told.counts().map(({ secondMs }) => secondMs)).size).toBe(2)
})

test('equal refusals are told singly ten times a minute, and then together', () => {
  const { clock, recording, told } = setUp()
  for (let at = 0; at < 1_000; at++) recording.record(refusedRecord())
  clock.advance(1_000)
  expect(told.events()).toHaveLength(10)
  expect(told.events()[0]).toMatchObject({ kind: 'refused', code: 'unknown-key', source: '192.0.2.1', count: 1, requestId: 'request' })
  clock.advance(10_000)
  expect(told.events().map(({ count }) => count)).toEqual([...Array<number>(10).fill(1), 990])
})

test('addresses of one machine are one source, and sources without number are "many"', () => {
  const { recording, told } = setUp()
  for (let at = 0; at < 100; at++) recording.record(refusedRecord({ source: `2001:db8:1:2::${at.toString(16)}` }))
  recording.close()
  const joined = told.events().filter(({ count }) => count > 1)
  expect(joined).toMatchObject([{ source: '2001:db8:1:2::/64', count: 90 }])

  const flood = setUp()
  for (let at = 0; at < 50_000; at++) flood.recording.record(refusedRecord({ source: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}` }))
  flood.recording.close()
  const events = flood.told.events()
  expect(events.length).toBeLessThan(2_100)
  expect(events.reduce((sum, { count }) => sum + count, 0)).toBe(50_000)
  expect(events.find(({ source }) => source === null)).toMatchObject({ code: 'unknown-key', detail: { sources: 'many' } })
})

test('a target that does not answer is nobody’s offence', () => {
  const { recording, told } = setUp()
  recording.record(record({ status: 502, refusal: 'upstream-failed' }))
  recording.onHealth('api', 'http://127.0.0.1:3000', false)
  recording.onRefused('HPE_INVALID', '192.0.2.9')
  recording.close()
  expect(told.events().map(({ kind, code }) => [kind, code])).toEqual([
    ['target-down', null],
    ['connection-refused', 'HPE_INVALID'],
  ])
})

test('the use of an injected key is told by key, route, consumer and minute, and only where it was used', () => {
  const { clock, recording, told } = setUp()
  recording.setPolicy(
    policySchema.parse({
      upstreams: [{ id: 'api', name: 'API', targets: [{ url: 'http://127.0.0.1:3000' }] }],
      defaults: { injectKeys: [{ header: 'x-key', secret: 'vault:k1' }] },
      routes: [
        { id: 'all', name: 'All', upstream: 'api' },
        { id: 'none', name: 'None', upstream: 'api', settings: { injectKeys: [] } },
      ],
    }),
  )
  for (const consumer of ['shop', 'shop', null]) recording.record(record({ consumer }))
  recording.record(record({ route: 'none' }))
  recording.record(refusedRecord())
  clock.advance(30_000)
  expect(told.events().filter(({ kind }) => kind === 'key-used')).toEqual([])
  clock.advance(31_000)
  expect(told.events().filter(({ kind }) => kind === 'key-used')).toMatchObject([
    { route: 'all', consumer: 'shop', count: 2, detail: { key: 'vault:k1' } },
    { route: 'all', consumer: null, count: 1 },
  ])
})
