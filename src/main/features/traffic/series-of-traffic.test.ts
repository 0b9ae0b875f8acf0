import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { quantileOf } from '../../../shared/histogram.ts'
import { aBatch, aRequest } from '../../test-kit/any-traffic.ts'
import { openTestTraffic } from '../../test-kit/open-test-traffic.ts'

const secondMs = 1_000
/** Longer than the rest of a second is waited for. */
const heldMs = 600_000
const endOf = ({ atMs, tookMs }: RequestRecord) => Math.floor((atMs + tookMs) / secondMs) * secondMs

/** Cuts a batch a second, somewhere within it, and hands them on at once or, while `isAway`, later. */
const serve = async (
  opened: ReturnType<typeof openTestTraffic>,
  seconds: number,
  requestsAt: (second: number) => RequestRecord[],
  isAway: (second: number) => boolean = () => false,
) => {
  const { clock } = opened
  const startMs = clock.now()
  const sent: RequestRecord[] = []
  let waiting: RequestRecord[][] = []
  let uncut: RequestRecord[] = []
  let number = 0
  for (let second = 0; second < seconds; second++) {
    const made = requestsAt(second)
    sent.push(...made)
    clock.advance(400)
    const over = made.filter(({ atMs, tookMs }) => atMs + tookMs <= clock.now())
    waiting.push([...uncut, ...over])
    uncut = made.filter((one) => !over.includes(one))
    if (!isAway(second)) {
      for (const requests of waiting) if (requests.length > 0) await opened.traffic.takeBatch(aBatch(++number, requests))
      waiting = []
    }
    clock.advance(600)
  }
  for (const requests of [...waiting, uncut]) await opened.traffic.takeBatch(aBatch(++number, requests))
  clock.advance(heldMs + 5_000)
  return { sent, startMs }
}

const shortly = (atMs: number) => aRequest(atMs, { tookMs: 0.5 })

test('each second of a guard that serves stands in the charts with its own requests, idle ones with none', async () => {
  const opened = openTestTraffic({ guardIsThere: true })
  const startMs = opened.clock.now()
  const { sent } = await serve(opened, 30, (second) =>
    second % 3 === 0 ? [100, 700].map((ms) => shortly(startMs + second * secondMs + ms)) : [],
  )
  const steps = opened.steps(0, 'guard.requests')
  for (let second = 0; second < 30; second++) {
    const atMs = startMs + second * secondMs
    const { weight, sum } = steps.get(atMs) ?? { weight: null, sum: null }
    expect([second, weight, sum]).toEqual([second, 1, sent.filter((one) => endOf(one) === atMs).length])
  }
})

test('a guard that wakes after a long silence leaves no hole before its first request', async () => {
  const opened = openTestTraffic({ guardIsThere: true })
  const startMs = opened.clock.now()
  await serve(opened, 180, (second) => (second % 60 === 30 ? [shortly(startMs + second * secondMs + 100)] : []))
  const steps = opened.steps(0, 'guard.requests')
  const told = Array.from({ length: 150 }, (_, second) => steps.get(startMs + second * secondMs))
  expect(told.map((step) => step?.weight)).toEqual(told.map(() => 1))
  expect(told.reduce((sum, step) => sum + step!.sum, 0)).toBe(2)
})

test('a guard that is silent is idle; one that is not there is a hole', () => {
  for (const guardIsThere of [true, false]) {
    const opened = openTestTraffic({ guardIsThere })
    opened.clock.advance(60_000)
    const steps = [...opened.steps(0, 'guard.requests').values()]
    expect(steps.length > 50).toBe(guardIsThere)
    expect(steps.every(({ weight, sum }) => weight === 1 && sum === 0)).toBe(true)
  }
})

test('what waited while the console was away stands where it happened, a second a second', async () => {
  const opened = openTestTraffic({ guardIsThere: false })
  const startMs = opened.clock.now()
  const everySecond = (second: number) => [100, 300, 700].map((ms) => shortly(startMs + second * secondMs + ms))
  await serve(opened, 120, everySecond, (second) => second > 5)
  const steps = opened.steps(0, 'guard.requests')
  for (let second = 0; second < 120; second++) expect(steps.get(startMs + second * secondMs)).toMatchObject({ weight: 1, sum: 3 })
})

test('whatever comes late or after a restart, the charts hold every request once', async () => {
  const request = fc.record({ second: fc.nat(59), ms: fc.nat(999), tookMs: fc.nat(3_000), status: fc.constantFrom(200, 500, 401) })
  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { maxLength: 80 }),
      fc.nat(60),
      fc.nat(40),
      fc.nat(60),
      fc.boolean(),
      async (drawn, awayFrom, awayFor, restartAt, guardIsThere) => {
        const opened = openTestTraffic({ guardIsThere })
        const startMs = opened.clock.now()
        const { sent } = await serve(
          opened,
          60,
          (second) => {
            if (second === restartAt) opened.restart()
            return drawn
              .filter((one) => one.second === second)
              .map(({ ms, tookMs, status }) => aRequest(startMs + second * secondMs + ms, { tookMs, status }))
          },
          (second) => second >= awayFrom && second < awayFrom + awayFor,
        )
        const sumOf = (name: string) => [...opened.steps(0, name).values()].reduce((sum, sample) => sum + sample.sum, 0)
        expect(sumOf('guard.requests')).toBe(sent.length)
        expect(sumOf('guard.errors')).toBe(sent.filter(({ status }) => status === 500).length)
        expect(sumOf('guard.bytes.out')).toBe(1_000 * sent.length)
        const timed = [...opened.steps(0, 'guard.duration').values()]
        expect(timed.reduce((sum, { weight }) => sum + weight, 0)).toBe(sent.length)
      },
    ),
    { numRuns: 20 },
  )
})

test('a clock that is set back leaves nothing waiting until it is as late again', async () => {
  const opened = openTestTraffic({ guardIsThere: true })
  const startMs = opened.clock.now()
  await opened.traffic.takeBatch(aBatch(1, [shortly(startMs)]))
  opened.clock.setNow(startMs - 3 * 3_600_000)
  await opened.traffic.takeBatch(aBatch(2, [shortly(opened.clock.now())]))
  const steps = opened.steps(0, 'guard.requests')
  expect([...steps].map(([atMs, { sum }]) => [atMs, sum])).toEqual([[startMs, 1]])
})

test('response times are kept as a histogram, by route and by upstream too', async () => {
  const opened = openTestTraffic()
  const atMs = opened.clock.now()
  const requests = Array.from({ length: 100 }, (_, at) => aRequest(atMs, { tookMs: at + 1, status: at < 4 ? 502 : 200 }))
  await opened.traffic.takeBatch(aBatch(1, requests))
  opened.clock.advance(heldMs + 5_000)
  for (const name of ['guard.duration', 'guard.route.duration', 'guard.upstream.duration']) {
    const sample = opened.steps(0, name).get(atMs)!
    expect(sample).toMatchObject({ weight: 100, min: 1, max: 100 })
    expect(Math.abs(quantileOf(sample.buckets!, 0.95)! / 95 - 1)).toBeLessThan(0.1)
  }
})

test('a thousand consumers are fifty series and one of the others, and none is lost', async () => {
  const opened = openTestTraffic()
  const atMs = opened.clock.now()
  const requests = Array.from({ length: 1_000 }, (_, at) => aRequest(atMs, { tookMs: 0, consumer: `c${at}` }))
  await opened.traffic.takeBatch(aBatch(1, requests))
  opened.clock.advance(heldMs + 5_000)
  const { n } = opened.telemetry.read((db) =>
    db.get<{ n: number }>("SELECT count(*) AS n FROM series WHERE name = 'guard.consumer.requests'")!,
  )
  expect(n).toBe(51)
})
