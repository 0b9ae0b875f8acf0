/** The recovery key on paper and back, and the master key wrapped for it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeRecoveryKey, publicHalfOf, readRecoveryKey, showRecoveryKey, unwrapByRecovery, wrapForRecovery } from './recovery-key.ts'

const anyKey = fc.uint8Array({ minLength: 20, maxLength: 20 })
const seed = 3

test('a recovery key is printed in nine groups of four, without letters that are mistaken for others', () => {
  expect(showRecoveryKey(makeRecoveryKey())).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/)
})

test('what was printed is read back, however it is typed', () => {
  fc.assert(
    fc.property(anyKey, fc.boolean(), fc.constantFrom('-', ' ', '', '\u2013', ' - '), (key, lower, between) => {
      const printed = showRecoveryKey(key)
      const typed = (lower ? printed.toLowerCase() : printed).replaceAll('-', between).replaceAll('0', 'o').replaceAll('1', 'l')
      expect(readRecoveryKey(typed)).toEqual({ kind: 'key', key })
    }),
    { seed },
  )
})

test('a wrong letter, two that changed places and a missing group are typing slips', () => {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('')
  fc.assert(
    fc.property(anyKey, fc.nat(34), fc.constantFrom(...letters), (key, at, letter) => {
      const printed = showRecoveryKey(key).replaceAll('-', '')
      const wrong = printed.slice(0, at) + letter + printed.slice(at + 1)
      const swapped = printed.slice(0, at) + printed[at + 1]! + printed[at]! + printed.slice(at + 2)
      for (const typed of [wrong, swapped]) {
        expect(readRecoveryKey(typed).kind).toBe(typed === printed ? 'key' : 'slip')
      }
      expect(readRecoveryKey(printed.slice(4)).kind).toBe('slip')
    }),
    { seed },
  )
})

test('each slip is told as what it is', () => {
  const printed = showRecoveryKey(new Uint8Array(20))
  expect(readRecoveryKey(printed.slice(5))).toMatchObject({
    sentence: expect.stringContaining('36 letters and digits; this has 32') as string,
  })
  expect(readRecoveryKey(printed.replace(/^0/, 'U'))).toMatchObject({ sentence: expect.stringContaining('never a U') as string })
  expect(readRecoveryKey(printed.replace(/^0/, '7'))).toMatchObject({ sentence: expect.stringContaining('checksum') as string })
})

test('what was wrapped for a recovery key opens by it alone, and only as the master key that it was', () => {
  const [mine, other] = [makeRecoveryKey(), makeRecoveryKey()]
  const masterKey = new Uint8Array(32).fill(7)
  const wrapped = wrapForRecovery(publicHalfOf(mine), masterKey, 'key 1')
  expect(unwrapByRecovery(mine, wrapped, 'key 1')).toEqual(masterKey)
  expect(() => unwrapByRecovery(other, wrapped, 'key 1')).toThrow()
  expect(() => unwrapByRecovery(mine, wrapped, 'key 2')).toThrow()
  for (const at of [0, 31, 32, 40, wrapped.length - 1]) {
    const changed = Uint8Array.from(wrapped)
    changed[at]! ^= 1
    expect(() => unwrapByRecovery(mine, changed, 'key 1'), `byte ${at}`).toThrow()
  }
})
