import { expect, test } from 'vitest'
import type { KeyReminder } from '../../../shared/contract/vault.ts'
import { bellSentence, worstOf } from './reminder-words.ts'

const reminder = (daysBefore: KeyReminder['daysBefore']): KeyReminder => ({
  keyId: '0192d0a0-0000-7000-8000-000000000001',
  label: 'research',
  daysBefore,
  expiresAtMs: 0,
  toldAtMs: 0,
})

test('the bell shows the worst of alerts and reminders', () => {
  expect(worstOf(null, [])).toBeNull()
  expect(worstOf('medium', [])).toBe('medium')
  expect(worstOf(null, [reminder(30), reminder(7)])).toBe('medium')
  expect(worstOf('critical', [reminder(0)])).toBe('critical')
})

test('the bell tells both, read aloud', () => {
  expect(bellSentence(0, null, [])).toBe('No alert fires')
  expect(bellSentence(0, null, [reminder(1)])).toBe('No alert fires; 1 key expires')
  expect(bellSentence(2, 'high', [reminder(1), reminder(0)])).toBe('2 alerts fire, the worst high; 2 keys expire')
})
