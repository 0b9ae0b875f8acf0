import { expect, test } from 'vitest'
import { parseSearch, stringifySearch } from '../../frame/address-search.ts'
import { readAuditSearch, type AuditSearch } from './audit-search.ts'

test('what the page writes into the address, it reads back from there', () => {
  const search: AuditSearch = {
    time: '24h',
    actor: ['user:019a', 'anonymous:anonymous, of & no = name'],
    action: ['session.opened'],
    severity: ['high', 'critical'],
    outcome: ['refused'],
    source: ['10.0.0.1', '::1'],
    class: ['sql-injection'],
    q: '"print api" mara@example.com & 100% + #',
    request: '019a1f00-0000-7000-8000-000000000001',
    entry: 1284923,
  }
  expect(readAuditSearch(parseSearch(stringifySearch(search)))).toEqual(search)
})

test('one value of a list is a list of one', () => {
  expect(readAuditSearch({ severity: 'high' })).toEqual({ severity: ['high'] })
})

test('what cannot be read is left out and harms nothing else', () => {
  expect(
    readAuditSearch({ time: 'yesterday', severity: ['high', 'awful', 'high'], entry: '-3', from: 'then', request: 'abc', outcome: {} }),
  ).toEqual({
    severity: ['high'],
  })
})

test('at most fifty values of one field are taken', () => {
  expect(readAuditSearch({ action: Array.from({ length: 60 }, (_, at) => `a.${at}`) }).action).toHaveLength(50)
})
