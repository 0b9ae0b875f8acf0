import { expect, test } from 'vitest'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import { entriesOf, newestSequence, withArrived, type EntryPages } from './entry-pages.ts'

const entries = (...sequences: number[]) => sequences.map((sequence) => ({ sequence, atMs: sequence }) as AuditEntry)
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
  expect(newestSequence(entriesOf(data))).toBe(3001)
  expect(data.pages.at(-1)?.nextBefore).toBe(501)
})
