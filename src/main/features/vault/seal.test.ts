import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deriveKey, seal, unseal } from './seal.ts'

const key = randomBytes(32)
const bytes = fc.uint8Array({ maxLength: 300 })

test('what was sealed opens with the same key and binding, whatever it is', () => {
  fc.assert(
    fc.property(bytes, fc.string({ unit: 'binary' }), (plain, binding) => {
      expect(unseal(key, seal(key, plain, binding), binding)).toEqual(Buffer.from(plain))
    }),
  )
})

test('any flipped bit fails closed', () => {
  fc.assert(
    fc.property(bytes, fc.nat(), (plain, at) => {
      const sealed = seal(key, plain, 'a')
      const bit = at % (sealed.length * 8)
      sealed[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => unseal(key, sealed, 'a')).toThrow()
    }),
  )
})

test('anything cut off or added fails closed', () => {
  fc.assert(
    fc.property(bytes, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 20 }), (plain, at, more) => {
      const sealed = seal(key, plain, 'a')
      expect(() => unseal(key, sealed.subarray(0, at % sealed.length), 'a')).toThrow()
      expect(() => unseal(key, sealed.subarray(1 + (at % (sealed.length - 1))), 'a')).toThrow()
      expect(() => unseal(key, Buffer.concat([sealed, more]), 'a')).toThrow()
    }),
  )
})

test('another key or binding, even a little another, fails closed', () => {
  fc.assert(
    fc.property(bytes, fc.string(), fc.string(), (plain, binding, other) => {
      fc.pre(binding !== other)
      expect(() => unseal(key, seal(key, plain, binding), other)).toThrow()
      expect(() => unseal(randomBytes(32), seal(key, plain, binding), binding)).toThrow()
    }),
  )
})

test('parts of two sealed texts do not join to a third', () => {
  const [a, b] = [seal(key, randomBytes(40), 'a'), seal(key, randomBytes(40), 'a')]
  for (const cut of [5, 13, 20, a.length - 16])
    expect(() => unseal(key, Buffer.concat([a.subarray(0, cut), b.subarray(cut)]), 'a')).toThrow()
})

test('the same text is never sealed alike, and does not show in what is sealed', () => {
  const plain = Buffer.from('a secret that is long enough to be looked for')
  const sealed = Array.from({ length: 100 }, () => seal(key, plain, 'a'))
  expect(new Set(sealed.map((one) => one.subarray(1, 13).toString('hex'))).size).toBe(100)
  for (const one of sealed) expect(one.includes(plain.subarray(0, 8))).toBe(false)
})

test('keys for different purposes differ, and each is the same again', () => {
  expect(deriveKey(key, 'one')).toEqual(deriveKey(key, 'one'))
  expect(deriveKey(key, 'one')).not.toEqual(deriveKey(key, 'two'))
  expect(deriveKey(key, 'one')).not.toEqual(deriveKey(randomBytes(32), 'one'))
  expect(deriveKey(key, 'one')).toHaveLength(32)
})

test('a key is derived as RFC 5869 says', async () => {
  const { createHmac } = await import('node:crypto')
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(key).digest()
  const expanded = createHmac('sha256', extracted).update('gatehouse one').update(Buffer.of(1)).digest()
  expect(deriveKey(key, 'one')).toEqual(expanded)
})
