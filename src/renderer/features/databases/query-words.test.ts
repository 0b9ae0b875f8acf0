import { expect, test } from 'vitest'
import { plainSql, rankQueries, timeWords } from './query-words.ts'

const query = (name: string, calls: number, totalMs: number) => ({
  name,
  calls,
  totalMs,
  p95Ms: 1,
  slowestMs: 1,
  slowestAtMs: 0,
  rows: 0,
  slow: 0,
})

test('queries come in the asked order, the heavier first where that is equal', () => {
  const queries = [query('often', 100, 50), query('long', 1, 40), query('never', 0, 0)]
  expect(rankQueries(queries, 'totalMs').map(({ name }) => name)).toEqual(['often', 'long', 'never'])
  expect(rankQueries(queries, 'meanMs').map(({ name, meanMs }) => [name, meanMs])).toEqual([
    ['long', 40],
    ['often', 0.5],
    ['never', 0],
  ])
  expect(rankQueries(queries, 'slow').map(({ name }) => name)).toEqual(['often', 'long', 'never'])
})

test('a very short time is not shown as none', () => {
  expect([0, 0.004, 0.25, 1500].map(timeWords)).toEqual(['0 ms', '< 0.01 ms', '0.25 ms', '1.5 s'])
})

test('a statement loses the indentation of its source and nothing else', () => {
  expect(plainSql('SELECT a\n       FROM t\n         WHERE b')).toBe('SELECT a\nFROM t\n  WHERE b')
  expect(plainSql(' SELECT 1 ')).toBe('SELECT 1')
})
