import { expect, test } from 'vitest'
import type { Verdict } from '../../../shared/contract/audit.ts'
import { reachableBreak } from './reachable-break.ts'

const verdict = (kind: NonNullable<Verdict['broken']>['kind'], sequence: number, firstSequence = 1, lastSequence = 100) =>
  ({ broken: { kind, sequence, atMs: null, sentence: '' }, firstSequence, lastSequence }) as Verdict

test('a changed entry is shown itself', () => {
  expect(reachableBreak(verdict('changed', 7))).toBe(7)
})

test('for a missing entry or a cut tail, the last one before it is shown', () => {
  expect(reachableBreak(verdict('missing', 7))).toBe(6)
  expect(reachableBreak(verdict('cut', 101))).toBe(100)
})

test('where nothing is left to show, nothing is offered', () => {
  expect(reachableBreak(verdict('missing', 1, 5))).toBe(null)
  expect(reachableBreak(verdict('cut', 1, 0, 0))).toBe(null)
  expect(reachableBreak({ broken: null } as Verdict)).toBe(null)
})
