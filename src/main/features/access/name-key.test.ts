import { expect, test } from 'vitest'
import { nameHashOf, nameKeyOf, shownNameOf } from './name-key.ts'

test('what looks or types the same is the same name', () => {
  for (const typed of ['Mara Rossi', 'MARA  ROSSI', ' mara rossi ', '\uff2d\uff41\uff52\uff41 rossi'])
    expect(nameKeyOf(typed)).toBe('mara rossi')
  expect(nameKeyOf('Jos\u00e9')).toBe(nameKeyOf('Jose\u0301'))
  expect(nameKeyOf('mara')).not.toBe(nameKeyOf('maria'))
})

test('the hash of a name does not show it', () => {
  expect(nameHashOf('mara')).toMatch(/^[0-9a-f]{64}$/)
  expect(nameHashOf('mara')).not.toBe(nameHashOf('maria'))
})

test('a name in the log is cut, keeps whole characters, and cannot turn or break the line', () => {
  expect(shownNameOf('x'.repeat(10_000))).toBe('x'.repeat(64))
  expect(shownNameOf('\u{1F511}'.repeat(65))).toBe('\u{1F511}'.repeat(64))
  expect(shownNameOf('a\nb\u202Ec\u0000d')).toBe('a\ufffdb\ufffdc\ufffdd')
  expect(shownNameOf('\u039C\u03AC\u03C1\u03B1')).toBe('\u039C\u03AC\u03C1\u03B1')
})
