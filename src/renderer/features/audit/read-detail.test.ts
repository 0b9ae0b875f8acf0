import { expect, test } from 'vitest'
import { nameOf, readDetail } from './read-detail.ts'

test('keys become words', () => {
  expect(['failuresBeforeLock', 'retryAfterMs', 'lockedUntilMs', 'issuedAtMs', 'databaseBytes', 'head_sequence'].map(nameOf)).toEqual([
    'Failures before lock',
    'Retry after',
    'Locked until',
    'Issued at',
    'Database',
    'Head sequence',
  ])
})

test('from and to become one change, in front of the rest', () => {
  expect(readDetail({ key: 'access.session.idleLockMinutes', from: 30, to: 10 })).toEqual([
    { name: 'Change', kind: 'change', from: '30', to: '10' },
    { name: 'Key', kind: 'value', text: 'access.session.idleLockMinutes' },
  ])
})

test('a change of one of several fields keeps its name', () => {
  expect(readDetail({ role: { from: 'viewer', to: 'operator' } })).toEqual([
    { name: 'Role', kind: 'change', from: 'viewer', to: 'operator' },
  ])
})

test('values carry their units, and what is not there says none', () => {
  const texts = readDetail({
    retryAfterMs: 90_000,
    tookMs: 12,
    sizeBytes: 4_200_000,
    checked: 1285751,
    kept: true,
    reason: null,
    codes: [],
  })
  expect(texts.map((fact) => fact.kind === 'value' && fact.text)).toEqual([
    '1 min 30 s',
    '12 ms',
    '4.2 MB',
    '1,285,751',
    'yes',
    'none',
    'none',
  ])
})

test('one level below is read, deeper ones stand as they are', () => {
  expect(readDetail({ route: { upstream: 'print', limits: { perHour: 5 } } })).toEqual([
    { name: 'Route, upstream', kind: 'value', text: 'print' },
    { name: 'Route, limits', kind: 'value', text: '{"perHour":5}' },
  ])
})
