import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDotenv, writeDotenv } from './dotenv-text.ts'

const values = (text: string) =>
  Object.fromEntries(parseDotenv(text).flatMap((item) => (item.kind === 'value' ? [[item.name, item.value]] : [])))
const skipped = (text: string) =>
  parseDotenv(text).flatMap((item) => (item.kind === 'skipped' ? [[item.name, item.line, item.reason]] : []))

test('plain values, exports, comments, blank lines, a byte order mark and the line ends of Windows are read', () => {
  expect(values('\uFEFF# keys\r\nA=one\r\n\r\n  export B = two # why\r\nexport\tC=three#not-a-comment\r\nD=a=b==\rE="x" # why\n')).toEqual({
    A: 'one',
    B: 'two',
    C: 'three#not-a-comment',
    D: 'a=b==',
    E: 'x',
  })
})

test('single quotes and backticks keep what is inside; double quotes know escapes', () => {
  expect(values(`A='a\\n"b" #c'\nB="a\\nb\\t\\"c\\" \\\\ \\q"\nC=\`it's "so"\``)).toEqual({
    A: 'a\\n"b" #c',
    B: 'a\nb\t"c" \\ \\q',
    C: `it's "so"`,
  })
})

test('a quoted value may span lines, and the lines after it are counted on', () => {
  const text = 'KEY="-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"\nNEXT=1\nbroken'
  expect(values(text)).toEqual({ KEY: '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n', NEXT: '1' })
  expect(skipped(text)).toEqual([['', 6, 'This line gives no name a value.']])
})

test('a quote that is never closed costs its own line and no other', () => {
  const text = 'A="abc\nB="def"\nC=\'x\nD=fine'
  expect(values(text)).toEqual({ B: 'def', D: 'fine' })
  expect(skipped(text).map(([name]) => name)).toEqual(['A', 'C'])
})

test('empty values, names that are none and mere references are skipped with their reason', () => {
  expect(skipped('A=\nB=""\n=x\n1A=x\nA B=x\nC=${D}\nE="$F"\nG= # nothing')).toEqual([
    ['A', 1, 'It has no value.'],
    ['B', 2, 'It has no value.'],
    ['', 3, 'There is no name before the sign =.'],
    ['', 4, 'What stands before the sign = is no name of a variable.'],
    ['', 5, 'What stands before the sign = is no name of a variable.'],
    ['C', 6, 'It only refers to another variable.'],
    ['E', 7, 'It only refers to another variable.'],
    ['G', 8, 'It has no value.'],
  ])
  expect(values('A=pre-${B}-post\nC=\'$D\'\nE="\\$F"')).toEqual({ A: 'pre-${B}-post', C: '$D', E: '$F' })
})

test('of a name that stands twice the last one counts, and the earlier are shown as skipped', () => {
  expect(values('A=1\nB=2\nA=3')).toEqual({ A: '3', B: '2' })
  expect(skipped('A=1\nB=2\nA=3')).toEqual([['A', 1, 'The same name stands again in line 3, which counts.']])
})

test('what is skipped is never repeated as a name where it may be half of a key', () => {
  expect(JSON.stringify(skipped('sk-proj-abcdefgh\nsk live=secret-part'))).not.toMatch(/abcdefgh|secret-part|sk/)
})

test('whatever the values are, what is written is read back the same', () => {
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/)
  const value = fc.oneof(
    fc.string({ minLength: 1, unit: 'grapheme' }),
    fc.string({
      minLength: 1,
      unit: fc.constantFrom('"', "'", '`', '\\', '$', '{', '}', '\n', '\r', '#', ' ', '=', 'n', 'A', '\t', '\uFEFF'),
    }),
  )
  fc.assert(
    fc.property(fc.uniqueArray(fc.record({ name, value }), { selector: (entry) => entry.name, maxLength: 8 }), (entries) => {
      const items = parseDotenv(writeDotenv(entries))
      expect(items.map((item) => item.kind === 'value' && { name: item.name, value: item.value })).toEqual(entries)
    }),
    { numRuns: 500 },
  )
})

test('any text at all is read without an error', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('A', '=', '"', "'", '`', '\\', '\n', '\r', '#', '$', '{', '}', ' ') }), (text) => {
      for (const item of parseDotenv(text)) expect(item.line).toBeLessThanOrEqual(text.split(/\r\n?|\n/).length)
    }),
    { numRuns: 500 },
  )
})

/** How long the fastest of three runs took. */
const cost = (text: string) => {
  const runs = Array.from({ length: 3 }, () => {
    const startedAt = performance.now()
    parseDotenv(text)
    return performance.now() - startedAt
  })
  return Math.min(...runs)
}

test.each([
  ['quotes that are never closed', 'A="\n'],
  ['quotes of all kinds', 'A="\'`\nB=\'"`\nC=`"\'\n'],
  ['backslashes', 'A="\\\\\\"'],
  ['comment signs', 'A=a#b #c##'],
  ['references', 'A=${${${'],
  ['blanks', 'A  =          '],
  ['equal signs', '===='],
  ['the same name', 'A=1\n'],
  ['carriage returns', '\r'],
])('a hostile file of %s takes time in proportion to its length', (_what, unit) => {
  const ofBytes = (bytes: number) => unit.repeat(Math.ceil(bytes / unit.length))
  cost(ofBytes(131_072))
  // Eight times as long: a quadratic pass would take 64 times. Half a millisecond for the clock's own grain.
  expect(cost(ofBytes(1_048_576)) / (cost(ofBytes(131_072)) + 0.5)).toBeLessThan(32)
})
