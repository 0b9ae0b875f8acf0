import { expect, test } from 'vitest'
import type { ImportItem } from '../../../shared/contract/vault.ts'
import { chooseAll, importedSentence, labelProblem, suggestedChoices, sumsOf, sumsSentence, withChoice } from './import-choices.ts'

const id = '0192d0a0-0000-7000-8000-000000000001'
const item = (index: number, status: ImportItem['status'], suggested = false): ImportItem => ({
  index,
  line: index + 1,
  name: `NAME_${index}`,
  provider: 'other',
  label: `NAME_${index}`,
  hint: '',
  status,
  suggested,
})
const items = [
  item(0, { kind: 'new' }, true),
  item(1, { kind: 'conflict', existingId: id, existingLabel: 'NAME_1' }, true),
  item(2, { kind: 'new' }),
  item(3, { kind: 'duplicate', existingId: id, existingLabel: 'research' }),
  item(4, { kind: 'skipped', reason: 'It is empty.' }),
]

test('what looks like a key is ticked, a namesake is rotated, and what cannot be taken has no tick', () => {
  const choices = suggestedChoices(items)
  expect([...choices.keys()]).toEqual([0, 1, 2])
  expect(sumsOf(items, choices)).toEqual({ add: 1, rotate: 1, left: 1, skipped: 1, duplicates: 1 })
  expect(sumsSentence(sumsOf(items, choices))).toBe(
    '1 key is added, 1 key is rotated. 1 is in the vault already, 1 is left out, 1 cannot be taken.',
  )
})

test('all, none and single choices change the sums', () => {
  const all = chooseAll(suggestedChoices(items), true)
  expect(sumsOf(items, all)).toMatchObject({ add: 2, rotate: 1, left: 0 })
  expect(sumsOf(items, withChoice(all, 1, { onConflict: 'add' }))).toMatchObject({ add: 3, rotate: 0 })
  const none = chooseAll(all, false)
  expect(sumsSentence(sumsOf(items, none))).toMatch(/^Nothing is chosen\. /)
  expect(withChoice(none, 4, { chosen: true })).toBe(none)
})

test('a label that cannot be taken says why', () => {
  expect(labelProblem('research')).toBeNull()
  expect(labelProblem('  ')).toBe('Enter a label.')
  expect(labelProblem('x'.repeat(121))).toBe('At most 120 characters.')
})

test('the result says what came of it', () => {
  expect(importedSentence({ added: 6, rotated: 1 })).toBe('6 keys were added, 1 key was rotated')
  expect(importedSentence({ added: 0, rotated: 2 })).toBe('2 keys were rotated')
})
