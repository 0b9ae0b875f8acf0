import { expect, test } from 'vitest'
import type { KeyCheck } from '../../../shared/contract/vault.ts'
import { canBeChecked, checkFact, countsSentence, noChecks, toldAny } from './check-words.ts'

const nowMs = Date.UTC(2026, 10, 21)
const atMs = nowMs - 3 * 86_400_000
const said = (known: 'valid' | 'refused' | null): KeyCheck => ({
  result: 'unknown',
  sentence: '',
  checkedAtMs: nowMs,
  checkedBy: 'mara',
  known: known && { result: known, atMs },
})

test('the list tells with its age what is certain: that a key is valid, or refused', () => {
  expect(checkFact(said('valid'), nowMs)).toBe('valid 3 d ago')
  expect(checkFact(said('refused'), nowMs)).toBe('refused 3 d ago')
  expect([checkFact(said(null), nowMs), checkFact(null, nowMs)]).toEqual([null, null])
})

test('several keys are summed up in one sentence', () => {
  expect(countsSentence({ valid: 3, refused: 1, limited: 1, unknown: 1 })).toBe('3 valid, 1 refused, 2 could not be told')
  expect(countsSentence({ ...noChecks, valid: 1 })).toBe('1 valid')
  expect(countsSentence(noChecks)).toBe('')
  expect(toldAny({ ...noChecks, limited: 1, unknown: 2 })).toBe(false)
  expect(toldAny({ ...noChecks, refused: 1 })).toBe(true)
})

test('only keys in use of which somebody can be asked are checked', () => {
  expect(canBeChecked({ state: { kind: 'active' }, checkHost: 'api.openai.com' })).toBe(true)
  expect(canBeChecked({ state: { kind: 'active' }, checkHost: null })).toBe(false)
  expect(canBeChecked({ state: { kind: 'revoked', atMs: 0 }, checkHost: 'api.openai.com' })).toBe(false)
})
