import { expect, test } from 'vitest'
import { dialogOf, readAlertsSearch, tabOf, tabSearch } from './alerts-search.ts'

const id = '0197f3a0-0000-7000-8000-000000000001'

test('the address says which face is shown, what is open and which dialog', () => {
  const search = readAlertsSearch({ tab: 'rules', rule: id, dialog: `change-${id}` })
  expect(search).toEqual({ tab: 'rules', rule: id, dialog: `change-${id}` })
  expect(tabOf(search)).toBe('rules')
  expect(dialogOf(search, 'change')).toBe(id)
  expect(dialogOf(search, 'delete')).toBeNull()
})

test('what cannot be read in the address is left out, and the open alerts are shown', () => {
  const search = readAlertsSearch({ tab: 'open', alert: '../x', dialog: 'change-../../x', point: ['a', 'b'] })
  expect(search).toEqual({})
  expect(tabOf(search)).toBe('open')
})

test('another face begins with nothing open', () => {
  expect(tabSearch('open')).toEqual({})
  expect(tabSearch('history', { rule: id })).toEqual({ tab: 'history', rule: id })
})
