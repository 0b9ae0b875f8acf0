import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIds } from '../../../ports/ids.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { backupCodesText, makeBackupCodes, readBackupCode } from './backup-codes.ts'

const ids = createIds(createHandClock())

test('ten different codes are made, in two groups of four', () => {
  const codes = makeBackupCodes(ids)
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}$/)
})

test('equal draws do not make equal codes', () => {
  let draws = 0
  const codes = makeBackupCodes({ ...ids, token: () => Buffer.alloc(5, Math.floor(draws++ / 2)).toString('base64url') })
  expect(new Set(codes).size).toBe(10)
})

test('a code is read as people type it', () => {
  expect(readBackupCode('7k3m-0pq1')).toBe('7k3m0pq1')
  expect(readBackupCode(' 7K3M 0PQ1 ')).toBe('7k3m0pq1')
  expect(readBackupCode('7k3mopql')).toBe('7k3m0pq1')
  expect(readBackupCode('7k3m\u20130pqI')).toBe('7k3m0pq1')
})

test('every code that is made is read back', () => {
  fc.assert(fc.property(fc.constantFrom(...makeBackupCodes(ids)), (code) => readBackupCode(code) === code.replace('-', '')))
})

test('what cannot be a code is none', () => {
  for (const typed of ['', '7k3m-0pq', '7k3m-0pq1x', '7k3m-0pu1', '\u00e97k3m0pq', 'x'.repeat(10_000)])
    expect(readBackupCode(typed)).toBeNull()
})

test('the file names the account and holds all codes', () => {
  const codes = makeBackupCodes(ids)
  const text = backupCodesText('mara', codes, Date.UTC(2026, 10, 21, 8))
  expect(text).toContain('Account: mara')
  expect(text).toContain('2026-11-21 08:00 UTC')
  for (const code of codes) expect(text).toContain(code)
})
