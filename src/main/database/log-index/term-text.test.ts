import fc from 'fast-check'
import { expect, test } from 'vitest'
import { searchedTexts, termsOf } from './entry-terms.ts'
import { textSeparator } from './read-rows.ts'
import type { IndexRow } from './read-rows.ts'
import { createTermText } from './term-text.ts'

const words = { text: (id: number) => `word-${id}`, actor: (id: number) => `Actor ${id}` }
const row: IndexRow = {
  sequence: 1,
  atMs: 0,
  severity: 1,
  outcome: 2,
  action: 3,
  actor: 4,
  source: 5,
  targetKind: 6,
  threatClass: 7,
  requestId: '0193A0B000007000800000000000ABCD',
  count: 2,
  text: '',
}

/** As FTS5's tokenizer `ascii` with `!` among its letters takes a text apart. */
const takenApart = (text: string): string[] =>
  [...new Set(text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase()).match(/[a-z0-9!\u0080-\uffff]+/g))].toSorted()

const bothWays = (detail: string, message: string): { short: string[]; long: string[] } => {
  const texts = searchedTexts({
    message,
    action: words.text(3),
    actorName: words.actor(4),
    source: words.text(5),
    targetKind: words.text(6),
    targetId: 'thing-1',
    targetName: 'A thing',
    threatClass: words.text(7),
    requestId: '0193a0b0-0000-7000-8000-00000000abcd',
    detail,
  })
  const expected = termsOf({ ...row, requestId: row.requestId!.toLowerCase(), texts })
  const text = createTermText(words)({ ...row, text: `${detail}${textSeparator}${message} thing-1 A thing` })
  return { short: takenApart(text), long: expected.split(' ').toSorted() }
}

test.each([
  ['nothing', {}],
  ['flat', { path: '/api/v1/orders/7', status: 403, low: -12, rule: null, on: true, off: false, empty: '', '': 'no name' }],
  ['signs of JSON in texts', { 'a:b,{c}': 'd:e,{f}', '}': '{', ',': ':', g: 'h}', i: 'true', j: ',null' }],
  ['escapes', { 'a"b': 'c"d', e: 'f\\', 'g\\': 'h', i: 'j\nk', l: `m${textSeparator}n` }],
  ['figures', { a: -0, b: 1.5, c: 1e21, d: 1e-7, e: 123_456_789_012_345, f: Number.MAX_SAFE_INTEGER, g: 0 }],
  ['lists and more below', { a: ['b', ['c', { d: 'e' }]], f: { g: { h: 1 } }, i: 'j' }],
  ['other scripts', { a: 'Größe', b: '日本語' }],
  ['a value of a filter', { a: '!a1 !n' }],
  ['a long piece', { a: `b ${'c'.repeat(70)} d` }],
])('a detail with %s gives the same terms by the short way', (_, detail) => {
  for (const message of ['Done', 'Größe!', '!n']) {
    const { short, long } = bothWays(JSON.stringify(detail), message)
    expect(short).toEqual(long)
  }
})

test('what is no JSON as this house writes it gives the same terms too', () => {
  const written = ['', '{', '{}}', '{"a"}', '{"a":}', '{"a":b}', '{"a":01}', '{"a":-0}', '{"a":1.0}', '{"a":1e2}', '{"a":"b"']
  for (const detail of [
    ...written,
    '{"a" : "b"}',
    '{"a":"b",}',
    '{"a":"b"}{',
    '[1,"a"]',
    '"a"',
    'null',
    '12',
    '{"a":nul}',
    '{"a":truest}',
  ]) {
    const { short, long } = bothWays(detail, 'Done')
    expect(short, detail).toEqual(long)
  }
})

test('any detail gives the same terms by the short way', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'B', '7', '"', ':', ',', '{', '}', '\\', ' ', '-', '!', 'ä'), maxLength: 8 })
  const values = fc.oneof(texts, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(true, false, null))
  fc.assert(
    fc.property(fc.dictionary(texts, fc.oneof({ weight: 9, arbitrary: values }, fc.array(values))), texts, (detail, message) => {
      const { short, long } = bothWays(JSON.stringify(detail), message)
      expect(short).toEqual(long)
    }),
    { numRuns: 2000 },
  )
})
