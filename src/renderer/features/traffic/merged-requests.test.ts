/** Requests that were read and those that came in live. */
import { expect, test } from 'vitest'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { addArrived, mergeRequests, rateOf } from './merged-requests.ts'

const request = (id: string, atMs: number) => ({ id, atMs }) as RequestRecord
const ids = (requests: readonly RequestRecord[]) => requests.map(({ id }) => id).join(' ')

test('what came in stands above what was read, each once, in the order of time', () => {
  const read = [request('b', 2), request('a', 1)]
  expect(ids(mergeRequests(read, [request('d', 4), request('b', 2), request('c', 3)]))).toBe('d c b a')
})

test('a request that was told of late finds its place', () => {
  expect(ids(mergeRequests([request('c', 3), request('a', 1)], [request('b', 2)]))).toBe('c b a')
})

test('nothing new is no change, and a flood is bounded', () => {
  const known = [request('a', 1)]
  expect(addArrived(known, [request('a', 1)])).toBe(known)
  const flood = Array.from({ length: 1_500 }, (_, at) => request(String(at), at))
  const kept = addArrived(known, flood)
  expect(kept).toHaveLength(1_000)
  expect(kept[0]?.atMs).toBe(1_499)
})

test('the rate is of seconds that are over, the newest few', () => {
  const seconds = Array.from({ length: 12 }, (_, at) => ({ atMs: at * 1_000, requests: at === 11 ? 3 : 10 }))
  expect(rateOf(seconds, 12_000)).toBe(10)
  expect(rateOf([{ atMs: 6_000, requests: 10 }], 12_000)).toBe(2)
  expect(rateOf(seconds, 60_000)).toBe(null)
})
