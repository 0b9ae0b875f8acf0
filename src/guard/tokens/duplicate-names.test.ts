import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasNameTwice } from './duplicate-names.ts'

test('what JSON writes itself has no name twice, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.json(), fc.integer({ min: 0, max: 4 }), (text, indent) => {
      expect(hasNameTwice(JSON.stringify(JSON.parse(text), null, indent))).toBe(false)
    }),
  )
})

test('a name that is there twice is found wherever it stands, and however it is spelt', () => {
  fc.assert(
    fc.property(fc.string(), fc.json(), fc.json(), fc.array(fc.json(), { maxLength: 3 }), (name, one, other, before) => {
      const spelt = [...name]
        .map((letter) => [...Array(letter.length).keys()].map((at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''))
        .join('')
      const inner = `{${JSON.stringify(name)}: ${one}, "${spelt}" :${other}}`
      expect(hasNameTwice(`[${[...before, inner].join(',')}]`)).toBe(true)
      expect(hasNameTwice(`{"a": {"b": ${inner}}}`)).toBe(true)
    }),
  )
})
