import { expect, test } from 'vitest'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import {
  entriesOf,
  isLoaded,
  newestOf,
  placeOf,
  restingSpans,
  withArrived,
  withAwake,
  withFarResting,
  type EntryPages,
} from './entry-pages.ts'

const entries = (...sequences: number[]) =>
  sequences.map((sequence) => ({ sequence, atMs: sequence, action: 'session.opened' }) as AuditEntry)
const range = (from: number, to: number) => entries(...Array.from({ length: from - to + 1 }, (_, at) => from - at))
const pages = (...lists: AuditEntry[][]): EntryPages => ({
  pages: lists.map((list) => ({ entries: list, nextBefore: list.at(-1)?.sequence ?? null, searchedBackToMs: null })),
  pageParams: lists.map((_, at) => (at === 0 ? null : (lists[at - 1]?.at(-1)?.sequence ?? null))),
})
const sequences = (data: EntryPages) => entriesOf(data).map(({ sequence }) => sequence)

test('newer entries stand above the loaded ones, each once', () => {
  const data = withArrived(pages(entries(5, 4), entries(3)), entries(7, 6, 5))
  expect(sequences(data)).toEqual([7, 6, 5, 4, 3])
  expect(data.pages).toHaveLength(data.pageParams.length)
})

test('what is known already changes nothing', () => {
  const data = pages(entries(5, 4))
  expect(withArrived(data, entries(5, 4))).toBe(data)
})

test('reading on below begins where the loaded part ends', () => {
  expect(withArrived(pages(entries(5, 4)), entries(6)).pages.at(-1)?.nextBefore).toBe(4)
})

test('entries may arrive above a list in which nothing was found', () => {
  const data = withArrived(pages([]), entries(6))
  expect(sequences(data)).toEqual([6])
  expect(data.pages.at(-1)?.nextBefore).toBe(null)
})

test('a long list that goes on live lets go of what lies far below, and reads it again from there', () => {
  const data = withArrived(pages(range(3000, 1501), range(1500, 501), range(500, 1)), entries(3001))
  expect(newestOf(data)).toBe(3001)
  expect(data.pages.at(-1)?.nextBefore).toBe(501)
})

test('an entry is found by its sequence among thousands, and one that is not there is not', () => {
  const list = entries(...Array.from({ length: 1000 }, (_, at) => 3000 - 3 * at))
  expect([3000, 2997, 3].map((sequence) => placeOf(list, sequence))).toEqual([0, 1, 999])
  expect([3001, 2998, 1].map((sequence) => placeOf(list, sequence))).toEqual([-1, -1, -1])
})

const hundreds = (from: number, to: number) =>
  pages(...Array.from({ length: (from - to + 1) / 100 }, (_, at) => range(from - at * 100, from - at * 100 - 99)))
const loaded = (data: EntryPages) => entriesOf(data).filter(isLoaded).length

test('some thousands of entries stay loaded wherever one looks', () => {
  const data = hundreds(5000, 1)
  expect(withFarResting(data, { newest: 100, oldest: 60 })).toBe(data)
})

test('beyond that, what is far from what is seen rests, in its place', () => {
  const data = hundreds(12_000, 1)
  const after = withFarResting(data, { newest: 6030, oldest: 5990 })
  expect(sequences(after)).toEqual(sequences(data))
  expect(loaded(after)).toBeLessThan(3300)
  const awake = entriesOf(after).filter(isLoaded)
  expect([awake[0]!.sequence, awake.at(-1)!.sequence]).toEqual([7600, 4501])
})

test('what rests is read again where it is seen, slice by slice', () => {
  const resting = withFarResting(hundreds(12_000, 1), { newest: 40, oldest: 1 })
  const spans = restingSpans(resting, { newest: 11_910, oldest: 11_890 })
  expect(spans).toEqual([
    { newest: 12_000, oldest: 11_901 },
    { newest: 11_900, oldest: 11_801 },
  ])
  const awake = withAwake(resting, range(12_000, 11_801))
  expect(loaded(awake)).toBe(loaded(resting) + 200)
  expect(sequences(awake)).toEqual(sequences(resting))
})

test('a slice of which the log has dropped some keeps resting', () => {
  const resting = withFarResting(hundreds(12_000, 1), { newest: 12_000, oldest: 11_960 })
  expect(loaded(withAwake(resting, range(100, 51)))).toBe(loaded(resting))
})
