import { expect, test } from 'vitest'
import type { AlertRule } from '../../../shared/contract/alerts.ts'
import { matchesRule, sortRules } from './rule-order.ts'

const rule = (name: string, state: AlertRule['state']) =>
  ({ name, state, sentence: 'Processor, mean of 1 min, above 80 %', group: 'machine', labels: { team: 'web' } }) as unknown as AlertRule

test('what needs a look stands first, the rest by its name', () => {
  const rules = [rule('Disk 10', 'well'), rule('Off', 'off'), rule('Disk 2', 'well'), rule('Waits', 'pending'), rule('Burns', 'firing')]
  expect(sortRules(rules).map(({ name }) => name)).toEqual(['Burns', 'Waits', 'Disk 2', 'Disk 10', 'Off'])
})

test('each word that is typed is looked for in the name, the sentence, the group and the labels', () => {
  expect(matchesRule(rule('Busy', 'well'), 'busy MACHINE web')).toBe(true)
  expect(matchesRule(rule('Busy', 'well'), 'busy disk')).toBe(false)
  expect(matchesRule(rule('Busy', 'well'), '')).toBe(true)
})
