/** A file of settings is read whole or refused with every fault and its line. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { locateKeys } from './locate-keys.ts'
import { readSettingsText } from './read-settings-text.ts'

const idle = 'access.session.idleLockMinutes'
const faultsOf = (text: string) => readSettingsText(text).faults

test('what is right is given, also after a byte order mark', () => {
  expect(readSettingsText(`\uFEFF{"${idle}": 10, "vault.hideAfterSeconds": 20}`)).toEqual({
    given: { [idle]: 10, 'vault.hideAfterSeconds': 20 },
    faults: [],
  })
  expect(readSettingsText('{}')).toEqual({ given: {}, faults: [] })
})

test('every fault is named with its line, those with a right value beside them too', () => {
  const text = `{
  "${idle}": 0,
  "vault.hideAfterSeconds": 20,
  "vault.hideAfterSecond": 20,
  "metrics.everySeconds": "5",
  "vault.hideAfterSeconds": 10,
  "constructor": 1
}`
  expect(faultsOf(text)).toEqual([
    { line: 2, sentence: expect.stringContaining('“Lock when idle for”') as string },
    { line: 4, sentence: '"vault.hideAfterSecond" is no setting. Is vault.hideAfterSeconds meant?' },
    { line: 5, sentence: expect.stringContaining('It is "5".') as string },
    { line: 6, sentence: expect.stringContaining('it stands in line 3 already') as string },
    { line: 7, sentence: '"constructor" is no setting.' },
  ])
})

test.each([
  ['{\n  "a": 1,\n}', 3],
  ['{\n  "a": 1\n', 2],
  ['', 1],
  ['[1]', 1],
  ['null', 1],
  ['"text"', 1],
])('%j is refused at line %i', (text, line) => {
  expect(faultsOf(text)).toMatchObject([{ line }])
})

test('of a wrong file no secret is repeated, and no endless list made', () => {
  const secret = 'sk-live-0123456789abcdef0123456789abcdef'
  const faults = faultsOf(`{"${idle}": "${secret}", "API_KEY": "${secret}"}`)
  expect(JSON.stringify(faults)).not.toContain(secret)
  expect(JSON.stringify(faultsOf(`API_KEY=${secret}`))).not.toContain('sk-live')
  const many = faultsOf(JSON.stringify(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`key${i}`, i]))))
  expect(many).toHaveLength(51)
  expect(many.at(-1)).toEqual({ line: null, sentence: 'And 450 more. This may be another file.' })
})

test('the keys of any object are found in their order', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 6 }), fc.constantFrom(0, 2), (object, indent) => {
      const text = JSON.stringify(object, null, indent)
      expect(locateKeys(text).map(({ key }) => key)).toEqual(Object.keys(object))
    }),
  )
})
