import { expect, test } from 'vitest'
import { createPasswordHasher } from './password-hash.ts'

const hasher = createPasswordHasher({ memoryKiB: 64, passes: 1 })

test('a password verifies against its own hash and no other', async () => {
  const stored = await hasher.hash('a quiet harbour at dawn')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/)
  expect(await hasher.verify(stored, 'a quiet harbour at dawn')).toBe(true)
  expect(await hasher.verify(stored, 'a quiet harbour at dusk')).toBe(false)
})

test('two hashes of one password differ, because each has a salt of its own', async () => {
  expect(await hasher.hash('same')).not.toBe(await hasher.hash('same'))
})

test('the same password in another Unicode form is the same password', async () => {
  expect(await hasher.verify(await hasher.hash('caf\u00e9 noir'), 'cafe\u0301 noir')).toBe(true)
})

test('nobody has no password, not even an empty one', async () => {
  expect(await hasher.verify(null, '')).toBe(false)
  expect(await hasher.verify(null, 'anything')).toBe(false)
})

test('a key depends on password and salt', async () => {
  const saltA = new Uint8Array(16).fill(1)
  const saltB = new Uint8Array(16).fill(2)
  const key = await hasher.derive('password', saltA)
  expect(key).toHaveLength(32)
  expect(await hasher.derive('password', saltA)).toEqual(key)
  expect(await hasher.derive('password', saltB)).not.toEqual(key)
  expect(await hasher.derive('passwore', saltA)).not.toEqual(key)
})

test('the nineteenth at once is told that it is busy, and the others are served', async () => {
  const crowd = await Promise.allSettled(Array.from({ length: 19 }, () => hasher.hash('crowd')))
  expect(crowd.filter((one) => one.status === 'rejected')).toHaveLength(1)
  await expect(hasher.hash('afterwards')).resolves.toBeTypeOf('string')
})
