import { expect, test } from 'vitest'
import type { Verdict } from '../../../shared/contract/audit.ts'
import { verdictLines, verdictText } from './verdict-words.ts'

const verdict: Verdict = {
  intact: true,
  integrity: { holds: true, sentence: 'All 1,200 entries are as they were written.' },
  completeness: { state: 'complete', sentence: 'Complete up to entry 1,190.' },
  checked: 1200,
  firstSequence: 1,
  lastSequence: 1200,
  head: { sequence: 1190, atMs: Date.UTC(2026, 10, 19, 13), hash: 'ab12', keyId: 'gh-1' },
  unsigned: 10,
  keptIn: ['the keychain', '/state/head.json'],
  horizon: null,
  broken: null,
  sentence: 'Intact. All is well.',
  tookMs: 5,
}

test('what holds needs no alarm', () => {
  expect(verdictLines(verdict).map(({ severity }) => severity)).toEqual([null, null])
})

test('a log that is as written but was cut is told by its second line alone', () => {
  const cut: Verdict = { ...verdict, intact: false, completeness: { state: 'incomplete', sentence: 'Entries are missing.' } }
  expect(verdictLines(cut).map(({ severity }) => severity)).toEqual([null, 'critical'])
})

test('what nobody can tell is no alarm, but is said', () => {
  const unknown: Verdict = { ...verdict, completeness: { state: 'unknown', sentence: 'No head was signed yet.' } }
  expect(verdictLines(unknown)[1].severity).toBe('medium')
})

test('the text holds both verdicts, the head in full, its places and the horizon', () => {
  const text = verdictText({ ...verdict, horizon: { sequence: 100, hash: 'cd34' } }, Date.UTC(2026, 10, 19, 14))
  expect(text).toBe(
    [
      'Gatehouse audit log, verified 2026-11-19 14:00:00.000 UTC',
      'Intact. All is well.',
      'Integrity: All 1,200 entries are as they were written.',
      'Completeness: Complete up to entry 1,190.',
      'Checked: 1,200 entries, 1 to 1,200',
      'Newest signed head: over entry 1,190, 2026-11-19 13:00:00.000 UTC, key gh-1',
      'Hash of the head: ab12',
      'Kept outside the database in: the keychain, /state/head.json',
      'Dropped by retention: entries up to 100, hash cd34',
    ].join('\n'),
  )
})
