import { expect, test } from 'vitest'
import { draftOf, readDraft } from './objective-draft.ts'

test('what is read of an objective is what was given', () => {
  const given = { name: 'Fast', indicator: { kind: 'latency' as const, route: 'shop', withinMs: 300 }, targetPercent: 99.5, periodDays: 7 }
  expect(readDraft(draftOf(given))).toEqual({ given, problems: {} })
})

test('a new one lacks only its name', () => {
  expect(readDraft(draftOf(null)).problems).toEqual({ name: 'Give it a name of at most 80 letters.' })
  expect(readDraft({ ...draftOf(null), name: 'Up' }).given).toEqual({
    name: 'Up',
    indicator: { kind: 'availability', route: null },
    targetPercent: 99.9,
    periodDays: 30,
  })
})

test('each fault stands at its own field', () => {
  const draft = { name: 'Up', kind: 'latency' as const, route: '', target: '100', days: '0.5', withinMs: '' }
  expect(Object.keys(readDraft(draft).problems)).toEqual(['target', 'days', 'withinMs'])
})

test('a decimal comma is a decimal point', () => {
  expect(readDraft({ ...draftOf(null), name: 'Up', target: '99,95' }).given?.targetPercent).toBe(99.95)
})
