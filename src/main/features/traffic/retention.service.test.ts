import { expect, test } from 'vitest'
import { trafficFilterSchema } from '../../../shared/contract/traffic.ts'
import { aBatch, aRequest } from '../../test-kit/any-traffic.ts'
import { openTestTraffic } from '../../test-kit/open-test-traffic.ts'

const all = trafficFilterSchema.parse({})
const dayMs = 86_400_000
const hourMs = 3_600_000

const countIn = (opened: ReturnType<typeof openTestTraffic>, table: string): number =>
  opened.telemetry.read((db) => db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)!.n)

test('records go when they are older than they are kept; totals by hour stay for the comparison', async () => {
  const opened = openTestTraffic({ keepDays: 1 })
  const nowMs = opened.clock.now()
  const old = Array.from({ length: 3_000 }, (_, at) => aRequest(nowMs - 2 * dayMs + at))
  const young = [aRequest(nowMs - hourMs), aRequest(nowMs)]
  await opened.traffic.takeBatch(aBatch(1, old))
  await opened.traffic.takeBatch(aBatch(2, young))
  opened.clock.advance(hourMs + 10_000)
  expect((await opened.traffic.list(all, null, 10)).requests).toEqual(young.toReversed())
  expect(countIn(opened, 'traffic_request')).toBe(2)
  const { now } = await opened.traffic.totals(nowMs - 3 * dayMs, nowMs + hourMs)
  expect(now.requests).toBe(3_002)
})

test('a clock that jumps by a year drops nothing until it has gone on so for an hour', async () => {
  const opened = openTestTraffic({ keepDays: 1 })
  await opened.traffic.takeBatch(aBatch(1, [aRequest(opened.clock.now())]))
  opened.clock.advance(2 * hourMs)
  opened.clock.setNow(opened.clock.now() + 366 * dayMs)
  opened.clock.advance(hourMs / 2)
  expect(countIn(opened, 'traffic_request')).toBe(1)
  opened.clock.advance(hourMs)
  expect(countIn(opened, 'traffic_request')).toBe(0)
})

test('above its size the oldest go, and what is left is what is counted', async () => {
  const opened = openTestTraffic()
  const nowMs = opened.clock.now()
  const requests = Array.from({ length: 4_000 }, (_, at) => aRequest(nowMs + at, { tookMs: 0, reason: at % 2 ? 'ü'.repeat(50) : null }))
  for (let at = 0; at < 4; at++) await opened.traffic.takeBatch(aBatch(at + 1, requests.slice(1_000 * at, 1_000 * at + 1_000)))
  const before = opened.traffic.keptBytes()
  opened.settings['traffic.maxMegabytes'] = before / 2 / 1e6
  opened.clock.advance(70_000)
  const kept = countIn(opened, 'traffic_request')
  expect(kept).toBeGreaterThan(1_000)
  expect(kept).toBeLessThan(2_100)
  expect(opened.traffic.keptBytes()).toBeLessThanOrEqual(before / 2)
  const { requests: left } = await opened.traffic.list(all, null, 200)
  expect(left).toEqual(requests.slice(-200).toReversed())
  opened.settings['traffic.maxMegabytes'] = 0
  opened.clock.advance(70_000)
  expect(countIn(opened, 'traffic_request')).toBe(0)
  expect(opened.traffic.keptBytes()).toBe(220 * countIn(opened, 'traffic_total'))
})
