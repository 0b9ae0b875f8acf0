import { expect, test } from 'vitest'
import { remarkOf, summaryOf } from './chart-summary.ts'

const points = [3, null, 98, 29].map((mean, at) => ({ atMs: at, mean }))

test('a chart tells its newest, lowest and highest value in words', () => {
  expect(summaryOf({ lines: [{ key: 'a', name: 'Used', points }], measure: { unit: 'percent' } })).toBe(
    'newest 29 %, lowest 3 %, highest 98 %',
  )
  const two = [
    { key: 'a', name: 'Read', points },
    { key: 'b', name: 'Written', points: [] },
  ]
  expect(summaryOf({ lines: two, measure: { unit: 'percent' } })).toBe(
    'Read: newest 29 %, lowest 3 %, highest 98 %. Written: nothing was measured',
  )
})

test('what happened shortly before is told, what happened long before is not', () => {
  const span = { fromMs: 0, toMs: 3_600_000, stepMs: 12_000 }
  const events = [{ atMs: 1_000_000, word: 'Setting changed', sentence: '' }]
  expect(remarkOf({ events, span }, 1_120_000)).toBe('2 min after: Setting changed')
  expect(remarkOf({ events, span }, 1_000_000)).toBe('Setting changed')
  expect(remarkOf({ events, span }, 1_300_000)).toBeNull()
  expect(remarkOf({ events, span }, 900_000)).toBeNull()
})
