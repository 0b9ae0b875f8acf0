import { expect, test } from 'vitest'
import type { AuditStatistics } from '../../../shared/contract/audit-figures.ts'
import { rankedLists, shareWords } from './statistics-words.ts'

test.each([
  [0, 0, '0 %'],
  [0, 5, '0 %'],
  [1, 8, '12.5 %'],
  [1, 100_000, 'below 0.1 %'],
  [5, 5, '100 %'],
])('%i of %i is %s', (part, whole, words) => {
  expect(shareWords(part, whole)).toBe(words)
})

test('each row leads to the entries that it counts, in the same period', () => {
  const figures = { entries: 3, events: 9, refused: 1 }
  const statistics: AuditStatistics = {
    fromMs: 1000,
    toMs: 2000,
    entries: 3,
    events: 9,
    refused: 1,
    failed: 0,
    stepMs: 100,
    bars: [],
    bySeverity: [9, 0, 0, 0, 0],
    byClass: [{ what: 'scanner', ...figures }],
    topSources: [{ what: '10.0.0.1', ...figures }],
    topActions: [{ what: 'thing.done', ...figures }],
    topActors: [{ what: { kind: 'anonymous', id: null, name: 'anonymous' }, ...figures }],
    exact: true,
  }
  const period = { from: 1000, to: 2000 }
  expect(rankedLists(statistics).map(({ rows }) => rows[0])).toEqual([
    { key: 'scanner', name: 'scanner', note: null, ...figures, search: { class: ['scanner'], ...period } },
    { key: '10.0.0.1', name: '10.0.0.1', note: null, ...figures, search: { source: ['10.0.0.1'], ...period } },
    { key: 'thing.done', name: 'thing.done', note: null, ...figures, search: { action: ['thing.done'], ...period } },
    {
      key: 'anonymous:anonymous',
      name: 'anonymous',
      note: 'nobody signed in',
      ...figures,
      search: { actor: ['anonymous:anonymous'], ...period },
    },
  ])
})
