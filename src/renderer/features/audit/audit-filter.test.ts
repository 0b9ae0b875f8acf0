import { expect, test } from 'vitest'
import {
  aroundEntry,
  filterOf,
  isFiltered,
  sameActor,
  sameRequest,
  sameSource,
  usedFields,
  withField,
  withoutField,
  withoutFilters,
  withText,
  withTime,
} from './audit-filter.ts'

const request = '019a1f00-0000-7000-8000-000000000001'

test('an address without filters asks for everything', () => {
  expect(filterOf({}, 0)).toEqual({
    fromMs: null,
    toMs: null,
    actors: [],
    actions: [],
    severities: [],
    outcomes: [],
    sources: [],
    classes: [],
    requestId: null,
    text: null,
  })
})

test('a preset counts back from when it was chosen and has no end', () => {
  const { fromMs, toMs } = filterOf({ time: '1h', from: 5, to: 6 }, 10_000_000)
  expect([fromMs, toMs]).toEqual([6_400_000, null])
})

test('a pair of times is asked for as it stands', () => {
  const { fromMs, toMs } = filterOf({ from: 5, to: 6 }, 10_000_000)
  expect([fromMs, toMs]).toEqual([5, 6])
})

test('taking the time off takes preset and pair off, and leaves the rest', () => {
  expect(withoutField({ time: '1h', from: 1, to: 2, severity: ['high'], entry: 3 }, 'time')).toEqual({ severity: ['high'], entry: 3 })
})

test('a preset takes the place of a pair', () => {
  expect(withTime({ from: 1, to: 2, outcome: ['failed'] }, { time: '7d' })).toEqual({ time: '7d', outcome: ['failed'] })
})

test('a list without values is no filter', () => {
  expect(withField({ severity: ['high'], entry: 3 }, 'severity', [])).toEqual({ entry: 3 })
})

test('the fields in use come in the order of the chips', () => {
  expect(usedFields({ request, severity: ['low'], to: 4, entry: 9 })).toEqual(['time', 'severity', 'request'])
})

test('clearing all keeps the open entry', () => {
  expect(withoutFilters({ severity: ['low'], time: '1h', entry: 9 })).toEqual({ entry: 9 })
})

test('the same request and the same actor replace all other filters and keep the open entry', () => {
  expect(sameRequest({ severity: ['low'], entry: 9 }, request)).toEqual({ request, entry: 9 })
  const actor = { kind: 'user', id: '019a', name: 'mara' } as const
  expect(sameActor({ severity: ['low'], entry: 9 }, actor, { from: 7 })).toEqual({ actor: ['user:019a'], from: 7, entry: 9 })
})

test('the same source, and what happened around an entry, replace all other filters too', () => {
  expect(sameSource({ q: 'print', entry: 9 }, '10.0.0.1')).toEqual({ source: ['10.0.0.1'], entry: 9 })
  expect(aroundEntry({ q: 'print', time: '1h', entry: 9 }, 600_001)).toEqual({ from: 300_000, to: 960_000, entry: 9 })
})

test('a text is searched for as it was typed, and no more than the core takes', () => {
  expect(filterOf(withText({}, ' 10.0.0.1 '), 0).text).toBe('10.0.0.1')
  expect(withText({ q: 'a', severity: ['low'] }, '  ')).toEqual({ severity: ['low'] })
  expect(withText({}, 'x'.repeat(300)).q).toHaveLength(200)
})

test('signs alone search for nothing', () => {
  expect(filterOf({ q: '"* :' }, 0).text).toBe(null)
  expect([isFiltered({ q: '"* :' }), isFiltered({ q: 'a' }), isFiltered({ entry: 3 })]).toEqual([false, true, false])
})
