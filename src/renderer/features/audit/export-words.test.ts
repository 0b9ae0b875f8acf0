import { expect, test } from 'vitest'
import type { AuditExport } from '../../../shared/contract/audit-export.ts'
import { exportLeftMs, exportWords, shareOf, shownExports } from './export-words.ts'

const anExport = (changes: Partial<AuditExport> = {}): AuditExport => ({
  id: 'a',
  fileName: 'gatehouse-log.csv',
  format: 'csv',
  state: 'running',
  rows: 1200,
  total: 5000,
  totalExact: true,
  bytes: 1_200_000,
  startedAtMs: 0,
  tookMs: 6_000,
  problem: null,
  ...changes,
})

test.each([
  [{}, '1,200 of 5,000 rows, 24 %, 1.2 MB, 19 s left'],
  [{ totalExact: false }, '1,200 of about 5,000 rows, 24 %, 1.2 MB, 19 s left'],
  [{ total: null }, '1,200 rows so far, 1.2 MB'],
  [{ tookMs: 500 }, '1,200 of 5,000 rows, 24 %, 1.2 MB'],
  [{ state: 'waiting' as const }, 'Waits for the download to begin'],
  [{ state: 'done' as const, rows: 1, bytes: 300 }, '1 row, 300 B'],
  [
    { state: 'cancelled' as const, problem: 'The export was cancelled.' },
    'The export was cancelled. The file is not whole: 1,200 rows had left.',
  ],
])('an export that is %j says “%s”', (changes, words) => {
  expect(exportWords(anExport(changes))).toBe(words)
})

test('an estimate that was too low never goes beyond the whole', () => {
  expect(shareOf(anExport({ rows: 6000 }))).toBe(1)
  expect(exportLeftMs(anExport({ rows: 6000 }))).toBe(0)
  expect(shareOf(anExport({ total: 0, rows: 0 }))).toBeNull()
})

test('what is under way is shown, and what ended only where it was followed and not put away', () => {
  const exports = [
    anExport({ id: 'runs' }),
    anExport({ id: 'followed', state: 'done' }),
    anExport({ id: 'of before', state: 'done' }),
    anExport({ id: 'put away', state: 'failed' }),
  ]
  const shown = shownExports(exports, new Set(['runs', 'followed', 'put away']), new Set(['put away']))
  expect(shown.map(({ id }) => id)).toEqual(['runs', 'followed'])
})
