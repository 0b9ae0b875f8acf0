import { expect, test } from 'vitest'
import type { AlertRule, GivenRule } from '../../../shared/contract/alerts.ts'
import { newRule, readRule, ruleDraftOf, ruleFieldOf, scaleOfDraft, type RuleDraft } from './rule-draft.ts'

const filled: RuleDraft = {
  ...newRule,
  name: ' Busy ',
  selector: { name: 'machine.cpu.used', labels: {} },
  value: '80',
  for: { amount: '5', unit: 'minutes' },
}
const problemOf = (draft: RuleDraft, unit: Parameters<typeof readRule>[1] = 'percent') => {
  const read = readRule(draft, unit)
  return read.kind === 'problem' ? read.problem.field : null
}
const ruleOf = (given: GivenRule): AlertRule => ({
  ...given,
  id: '0197f3a0-0000-7000-8000-000000000001',
  version: 1,
  isBuiltIn: false,
  state: 'well',
  unit: 'percent',
  sentence: '',
  lastFiredAtMs: null,
})

test('what is filled in makes a rule', () => {
  expect(readRule(filled, 'percent')).toMatchObject({
    kind: 'rule',
    rule: {
      name: 'Busy',
      forMs: 300_000,
      condition: { kind: 'threshold', value: 80, comparison: 'above', resolveValue: null, windowMs: 60_000 },
    },
  })
})

test.each([
  ['bytes', 'machine.memory.used', 8.5 * 1024 ** 3, '8.5', 'GiB'],
  ['bytes', 'machine.disk.used', 2e12, '2', 'TB'],
  ['ms', 'guard.duration', 1500, '1.5', 's'],
  ['percent', 'machine.cpu.used', 12.5, '12.5', '%'],
] as const)('a figure in %s of %s is written in its usual unit and comes back the same', (unit, name, value, text, scale) => {
  const read = readRule({ ...filled, selector: { name, labels: {} }, value: text, scale }, unit)
  if (read.kind !== 'rule') throw new Error(read.problem.sentence)
  expect(read.rule.condition).toMatchObject({ value })
  const again = ruleDraftOf(ruleOf(read.rule), unit)
  expect([again.value, again.scale]).toEqual([text, scale])
  expect(readRule(again, unit)).toEqual(read)
})

test('a share is written in percent, whatever the series are in', () => {
  const share = { ...filled, selector: { name: 'machine.disk.used', labels: {} }, dividedBy: { name: 'machine.disk.total', labels: {} } }
  expect(scaleOfDraft(share, 'bytes').name).toBe('%')
  expect(readRule(share, 'bytes')).toMatchObject({ rule: { condition: { value: 80 } } })
})

test('each fault is told at its own field', () => {
  expect(problemOf({ ...filled, selector: null })).toBe('series')
  expect(problemOf({ ...filled, value: 'much' })).toBe('value')
  expect(problemOf({ ...filled, name: '  ' })).toBe('name')
  expect(problemOf({ ...filled, labels: 'team' })).toBe('labels')
  expect(problemOf({ ...filled, runbookUrl: 'javascript:alert(1)' })).toBe('runbookUrl')
  expect(problemOf({ ...filled, for: { amount: '-1', unit: 'minutes' } })).toBe('for')
  expect(problemOf({ ...filled, kind: 'absence', window: { amount: '2', unit: 'seconds' } })).toBe('window')
  expect(problemOf({ ...filled, kind: 'rate', value: '0' })).toBe('value')
})

test('it cannot be over before it began', () => {
  expect(problemOf({ ...filled, resolveValue: '90' })).toBe('resolveValue')
  expect(problemOf({ ...filled, resolveValue: '70' })).toBeNull()
  expect(problemOf({ ...filled, comparison: 'below', resolveValue: '70' })).toBe('resolveValue')
})

test('a rule of a burn rate keeps its objective', () => {
  const condition = { kind: 'burn' as const, objectiveId: '0197f3a0-0000-7000-8000-000000000009' }
  const read = readRule(filled, 'percent')
  if (read.kind !== 'rule') throw new Error(read.problem.sentence)
  const draft = ruleDraftOf(ruleOf({ ...read.rule, condition }), null)
  expect(readRule(draft, null)).toMatchObject({ rule: { condition } })
})

test('what the core refuses is found in the form', () => {
  expect(ruleFieldOf('condition.windowMs')).toBe('window')
  expect(ruleFieldOf('condition.measure.name')).toBe('series')
  expect(ruleFieldOf('name')).toBe('name')
  expect(ruleFieldOf('condition')).toBeNull()
  expect(ruleFieldOf(null)).toBeNull()
})
