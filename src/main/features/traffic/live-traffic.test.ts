import { expect, test } from 'vitest'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { aBatch, aRequest } from '../../test-kit/any-traffic.ts'
import { openTestTraffic } from '../../test-kit/open-test-traffic.ts'

test('what arrived is told once it is kept: the newest fifty requests, and the seconds in figures of all', async () => {
  const { traffic, clock, events } = openTestTraffic()
  let told = 0
  events.subscribe((event) => event.kind === 'traffic-arrived' && (told += 1))
  const startMs = clock.now()
  const second = (at: number): RequestRecord[] =>
    Array.from({ length: 10 }, (_, each) =>
      aRequest(startMs + at * 1_000 + each, { tookMs: 0, status: each === 0 ? 502 : 200, refusal: each < 2 ? 'limited' : null }),
    )
  const sent: RequestRecord[] = []
  for (let at = 0; at < 20; at++) {
    const requests = second(at)
    sent.push(...requests.slice(1))
    await traffic.takeBatch(aBatch(at + 1, requests, 1))
    await traffic.takeBatch(aBatch(at + 1, requests, 1))
  }
  expect(told).toBe(20)
  const { requests, recorded, seconds } = traffic.now()
  expect(requests).toEqual(sent.slice(-50).toReversed())
  // Also those that are not among them any more, and none twice.
  expect(recorded).toBe(sent.length)
  expect(seconds).toHaveLength(15)
  expect(seconds.at(-1)).toEqual({ atMs: startMs + 19_000, requests: 10, refused: 2, failed: 1 })
})

test('a batch that cannot be kept leaves nothing behind, and is taken when it comes again', async () => {
  const opened = openTestTraffic()
  const request = aRequest(opened.clock.now())
  const broken = { ...aBatch(1, [request]), counts: [{ ...aBatch(1, [request]).counts[0]!, bytesIn: null as never }] }
  await expect(opened.traffic.takeBatch(broken)).rejects.toThrow('NOT NULL')
  expect(opened.traffic.now()).toEqual({ requests: [], recorded: 0, seconds: [] })
  await opened.traffic.takeBatch(aBatch(1, [request]))
  expect((await opened.traffic.totals(request.atMs, request.atMs + 1_000)).now.requests).toBe(1)
  expect(opened.traffic.request(request.id).request).toEqual(request)
})
