import fc from 'fast-check'
import { expect, test } from 'vitest'
import { auditFilterSchema } from '../../../shared/contract/audit-filter.ts'
import { fold, holdsAll, runsOf } from '../../../shared/search-words.ts'
import type { AuditEvent } from '../../database/database.ts'
import { searchedTexts } from '../../database/log-index/entry-terms.ts'
import { indexStates, openVariedLog } from '../../test-kit/varied-log.ts'
import type { VariedLog } from '../../test-kit/varied-log.ts'
import { listEntries } from './audit-list.store.ts'

const search = (log: VariedLog, text: string, limit = 100, budgetMs = 40): number[] => {
  const found: number[] = []
  let before: number | null = null
  do {
    const filter = { ...auditFilterSchema.parse({}), text }
    const slice = listEntries(log.log, { filter, before, limit, budgetMs }, log.index)
    found.push(...slice.entries.map((entry) => entry.sequence))
    before = slice.nextBefore
  } while (before !== null)
  return found
}

/** The texts of every entry, newest first, read without the search. */
const allTexts = (log: VariedLog): { sequence: number; texts: string[] }[] =>
  log.log
    .all<Record<string, string | null> & { sequence: number }>(
      `SELECT e.sequence, e.message, a.text AS action, w.name AS actorName, s.text AS source, k.text AS targetKind, e.target_id AS targetId,
         e.target_name AS targetName, t.text AS threatClass, lower(hex(e.request_id)) AS request, e.detail
       FROM log_entry e JOIN log_text a ON a.id = e.action JOIN log_actor w ON w.id = e.actor JOIN log_text s ON s.id = e.source
       LEFT JOIN log_text k ON k.id = e.target_kind LEFT JOIN log_text t ON t.id = e.threat_class ORDER BY e.sequence DESC`,
    )
    .map((row) => ({
      sequence: row.sequence,
      texts: searchedTexts({
        message: row['message']!,
        action: row['action']!,
        actorName: row['actorName']!,
        source: row['source']!,
        targetKind: row['targetKind']!,
        targetId: row['targetId']!,
        targetName: row['targetName']!,
        threatClass: row['threatClass']!,
        requestId: row['request']!.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') || null,
        detail: row['detail']!,
      }),
    }))

const letters = ['a', 'b', 'ab', 'Ä', 'ß', 'é', 'e\u0301', 'ﬁ', 'İ', 'Σ', 'ς', '中', '中文', '🎉', '0', '1', '10', '²', 'ñ', 'a'.repeat(70)]
const signs = [' ', '.', '-', '@', ':', '*', '"', "'", '(', ')', '^', '+', '/', '_', '%', '\n', '!', '\u0000', '”']
const piece = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 4 })
const text = fc
  .array(fc.tuple(piece, fc.constantFrom(...signs)), { minLength: 1, maxLength: 5 })
  .map((pairs) => pairs.map(([word, sign]) => word + sign).join(''))

test.each(indexStates)('a search finds what looking at every text finds, whatever is typed (index: %s)', async (index) => {
  const texts = fc.sample(text, { numRuns: 900, seed: 11 })
  const event = (i: number): Partial<AuditEvent> => ({
    message: texts[i]!,
    target: i % 4 ? null : { kind: 'thing', id: texts[(i * 7) % 900]!, name: texts[(i * 5) % 900]! },
    detail: i % 3 ? {} : { [texts[(i * 3) % 900]!]: [texts[(i * 11) % 900]!, { deep: i }] },
  })
  const log = await openVariedLog(900, { index, partSize: 128, event })
  const brute = allTexts(log)
  const expected = (typed: string) => {
    const runs = runsOf(typed)
    return brute.filter(({ texts: held }) => holdsAll(held, runs)).map(({ sequence }) => sequence)
  }
  const around = fc
    .tuple(fc.nat({ max: 899 }), fc.nat({ max: 20 }), fc.integer({ min: 1, max: 20 }), fc.constantFrom('', ' ', '"', '*', ' OR ', ':'))
    .map(([i, from, length, more]) => texts[i]!.slice(from, from + length) + more)
  const typed = fc.oneof(
    around,
    text,
    fc.string({ maxLength: 12 }),
    fc.tuple(around, around).map(([a, b]) => `${a} ${b}`),
  )
  fc.assert(
    fc.property(typed, fc.integer({ min: 1, max: 100 }), fc.constantFrom(-1, 40), (words, limit, budgetMs) => {
      expect(search(log, words, limit, budgetMs)).toEqual(expected(words))
    }),
    { numRuns: 80 },
  )
})

const told = [
  'Mara signed in from 192.168.7.1',
  'Mara signed in from 192.168.7.12',
  'Mail to mara@example.com was refused',
  'The key prod-eu_west.2 was "rotated" NEAR its end',
  'Überprüfung der Schlüssel: 中文 keys OR none',
  'A long word: ' + 'x'.repeat(100) + 'end',
  'status:500 (GET) a*b ^c d+e',
]

const foundIn: [typed: string, found: number[]][] = [
  ['192.168.7.1', [0]],
  ['192.168.7.12', [1]],
  ['192.168.7.1 ', [0]],
  ['168.7.1', [0]],
  ['192.168', [0, 1]],
  ['1.7.168.192', []],
  ['mara@example.com', [2]],
  ['mara@exa', [2]],
  ['example.com@mara', []],
  ['prod-eu_west.2', [3]],
  ['"rotated"', [3]],
  ['NEAR', [3]],
  ['NEAR (its end)', [3]],
  ['NEAR(its end)', []],
  ['OR', [4]],
  ['keys OR none', [4]],
  ['uberprufung schlussel', [4]],
  ['中文', [4]],
  ['x'.repeat(100), [5]],
  ['x'.repeat(70), [5]],
  [`${'x'.repeat(100)}endless`, []],
  ['status:500', [6]],
  ['a*b', [6]],
  ['^c', [6]],
  ['d+e', [6]],
  ['rot*', [3]],
  ['tated', []],
  ['-rotated', [3]],
  ['NOT rotated', []],
  ['mara refused', [2]],
]

test.each(['none', 'whole'] as const)('what is typed is searched for as words, never as a query (index: %s)', async (index) => {
  const log = await openVariedLog(told.length, { index, event: (i) => ({ message: told[i]!, action: 'told', threatClass: null }) })
  const found = foundIn.map(([typed]) => [
    typed,
    search(log, typed)
      .toReversed()
      .map((sequence) => sequence - 1),
  ])
  expect(found).toEqual(foundIn)
})

test.each([
  ['a NUL', 'rotated\u0000mara'],
  ['64 KB of one word', 'y'.repeat(65_536)],
  ['64 KB of pieces', Array.from({ length: 16_000 }, (_, n) => n).join('.')],
  ['64 KB of quotes', '"'.repeat(65_536)],
  ['a thousand words', 'word '.repeat(1000)],
  ['half an emoji', '\uD83C rotated'],
])('%s is searched for like anything else', async (_, typed) => {
  const log = await openVariedLog(told.length, { index: 'whole', event: (i) => ({ message: told[i]! }) })
  const runs = runsOf(typed)
  const expected = allTexts(log).filter(({ texts }) => holdsAll(texts, runs))
  expect(search(log, typed)).toEqual(expected.map(({ sequence }) => sequence))
})

test('signs alone filter nothing, as the field shows', async () => {
  const log = await openVariedLog(20, { index: 'whole' })
  expect(runsOf(fold('🎉 --- "'))).toEqual([])
  expect(search(log, '🎉 --- "')).toHaveLength(20)
})

test('a value of a filter is not found as a word', async () => {
  const log = await openVariedLog(20, { index: 'whole' })
  expect(search(log, '!a1')).toEqual([])
  expect(search(log, '!v0 !o0')).toEqual([])
})
