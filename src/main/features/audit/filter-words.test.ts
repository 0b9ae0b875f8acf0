import { expect, test } from 'vitest'
import { auditFilterSchema } from '../../../shared/contract/audit-filter.ts'
import { filtersNothing, filterWords } from './filter-words.ts'

const filter = (changes: object) => auditFilterSchema.parse(changes)

test('a filter that filters nothing is all entries', () => {
  expect(filterWords(filter({}))).toBe('all entries')
  expect(filtersNothing(filter({ text: '  ' }))).toBe(true)
  expect(filtersNothing(filter({ classes: ['x'] }))).toBe(false)
})

test('each field is told, and of many values the first', () => {
  const words = filterWords(
    filter({
      fromMs: Date.UTC(2026, 0, 1),
      severities: ['high', 'critical'],
      actions: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      text: ' 10.0.0.1 ',
    }),
  )
  expect(words).toBe(
    'entries from 2026-01-01 00:00:00 UTC with severity high or critical, action a or b or c or d or e or 2 more, text “10.0.0.1”',
  )
})
