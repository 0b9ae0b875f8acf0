import { expect, test } from 'vitest'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import { dayAt, listRows, sequenceOf } from './list-rows.ts'

const entry = (sequence: number, atMs: number): AuditEntry => ({
  sequence,
  atMs,
  severity: 'info',
  outcome: 'done',
  action: 'session.opened',
  message: 'mara signed in',
  actor: { kind: 'user', id: '019a', name: 'mara' },
  source: '127.0.0.1',
  target: null,
  threatClass: null,
  requestId: null,
  count: 1,
})
const at = (day: number, hour: number) => Date.UTC(2026, 10, day, hour)
const entries = [entry(4, at(19, 9)), entry(3, at(18, 9)), entry(2, at(18, 8)), entry(1, at(17, 8))]
const rows = listRows(entries, 'Thu 19 Nov 2026', 'UTC')

test('a line with the day stands where the day changes, and none above today', () => {
  expect(rows.map((row) => (row.kind === 'day' ? row.day : row.entry.sequence))).toEqual([4, 'Wed 18 Nov 2026', 3, 2, 'Tue 17 Nov 2026', 1])
})

test('a list that begins before today begins with its day', () => {
  expect(listRows([entry(1, at(18, 9))], 'Thu 19 Nov 2026', 'UTC')[0]).toEqual({ kind: 'day', day: 'Wed 18 Nov 2026', before: 1 })
})

test('an entry is known by its sequence, and the line with the day by none', () => {
  expect(rows.map(sequenceOf)).toEqual([4, null, 3, 2, null, 1])
})

test('every row knows its day, today excepted', () => {
  expect([dayAt(rows, 0), dayAt(rows, 3), dayAt(rows, 5)]).toEqual([null, 'Wed 18 Nov 2026', 'Tue 17 Nov 2026'])
})
