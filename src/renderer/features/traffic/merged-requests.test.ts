/** Requests that were read and those that came in live. */
import { expect, test } from 'vitest'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { addFed, afterReading, mergeRequests, nothingFed, rateOf } from './merged-requests.ts'

const request = (id: string, atMs: number) => ({ id, atMs }) as RequestRecord
const ids = (requests: readonly RequestRecord[]) => requests.map(({ id }) => id).join(' ')

test('what came in stands above what was read, each once, in the order of time', () => {
  const read = [request('b', 2), request('a', 1)]
  expect(ids(mergeRequests(read, [request('d', 4), request('b', 2), request('c', 3)]))).toBe('d c b a')
})

test('a request that was told of late finds its place', () => {
  expect(ids(mergeRequests([request('c', 3), request('a', 1)], [request('b', 2)]))).toBe('c b a')
})

const all = () => true
const fedBy = (...events: [recorded: number, ...requests: RequestRecord[]][]) =>
  events.reduce((fed, [recorded, ...requests]) => addFed(fed, { recorded, requests }, all), nothingFed)

test('nothing new is no change, and a flood is bounded, with what fell out told', () => {
  const known = fedBy([1, request('a', 1)])
  expect(addFed(known, { recorded: 1, requests: [request('a', 1)] }, all).arrived).toBe(known.arrived)
  const flood = Array.from({ length: 1_500 }, (_, at) => request(String(at), at))
  const { arrived, missed } = addFed(known, { recorded: 1_501, requests: flood }, all)
  expect(arrived).toHaveLength(1_000)
  expect(arrived[0]?.atMs).toBe(1_499)
  expect(missed).toBe(501)
})

test('what came in between two events and is in neither is missed, also where a filter leaves out what is told', () => {
  const [a, b, c, d] = [request('a', 1), request('b', 2), request('c', 3), request('d', 4)]
  // What was before the first event, nobody missed.
  expect(fedBy([700, b, a]).missed).toBe(0)
  expect(fedBy([700, b, a], [702, d, c]).missed).toBe(0)
  expect(fedBy([700, b, a], [702, c, b]).missed).toBe(1)
  expect(fedBy([700, b, a], [712, d, c], [712, d, c]).missed).toBe(10)
  const filtered = addFed(fedBy([700, b, a]), { recorded: 702, requests: [d, c] }, ({ id }) => id === 'd')
  expect(filtered.missed).toBe(0)
  expect(ids(filtered.arrived)).toBe('d b a')
  // A console that was started again counts from nothing.
  expect(fedBy([700, b, a], [2, d, c]).missed).toBe(0)
})

test('once the list is read again, only what came meanwhile is fed and missed', () => {
  const fed = fedBy([2, request('b', 2), request('a', 1)], [13, request('d', 4), request('c', 3)])
  expect(fed.missed).toBe(9)
  const later = addFed(fed, { recorded: 16, requests: [request('f', 6), request('e', 5)] }, all)
  const read = afterReading(later, 4, fed.missed)
  expect(ids(read.arrived)).toBe('f e d')
  expect(read.missed).toBe(1)
})

test('the rate is of seconds that are over, the newest few', () => {
  const seconds = Array.from({ length: 12 }, (_, at) => ({ atMs: at * 1_000, requests: at === 11 ? 3 : 10 }))
  expect(rateOf(seconds, 12_000)).toBe(10)
  expect(rateOf([{ atMs: 6_000, requests: 10 }], 12_000)).toBe(2)
  expect(rateOf(seconds, 60_000)).toBe(null)
})
