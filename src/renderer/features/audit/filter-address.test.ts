import { expect, test } from 'vitest'
import { isApplied, queryOf, searchOf } from './filter-address.ts'

const saved = (query: string) => ({ id: '019a1f00-0000-7000-8000-000000000001', name: 'Refused', query })

test('what is kept is the address without the open entry, and leads back to it', () => {
  const search = { q: '"print api" & more', severity: ['high', 'critical'], time: '24h', entry: 7 } as const
  const query = queryOf({ ...search, severity: [...search.severity] })
  expect(query).not.toContain('entry')
  expect(searchOf(saved(query))).toEqual({ q: search.q, severity: ['high', 'critical'], time: '24h' })
})

test('without a filter there is nothing to keep', () => {
  expect(queryOf({ entry: 7 })).toBe('')
})

test('a filter is on whatever the order of its address and whichever entry is open', () => {
  const of = saved('severity=high&severity=critical&time=24h')
  expect(isApplied(of, { time: '24h', severity: ['critical', 'high'], entry: 3 })).toBe(true)
  expect(isApplied(of, { time: '24h', severity: ['high'] })).toBe(false)
})

test('what cannot be read of an older address is left out', () => {
  expect(searchOf(saved('severity=awful&time=1h&shape=round'))).toEqual({ time: '1h' })
})
