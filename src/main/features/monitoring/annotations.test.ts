import { expect, test } from 'vitest'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import { annotationFilters, annotationsOf } from './annotations.ts'

const entry = (sequence: number, action: string): AuditEntry => ({
  sequence,
  atMs: sequence * 1000,
  severity: 'medium',
  outcome: 'done',
  action,
  message: `Sentence ${sequence}`,
  actor: { kind: 'system', id: null, name: 'gatehouse' },
  source: 'console',
  target: null,
  threatClass: null,
  requestId: null,
  count: 1,
})

test('an entry that two filters find is told once, oldest first, in plain words', () => {
  const found = [entry(5, 'setting.changed'), entry(3, 'clock.stepped-back'), entry(5, 'setting.changed')]
  expect(annotationsOf(found)).toEqual([
    { atMs: 3000, word: 'clock stepped back', sentence: 'Sentence 3', sequence: 3, severity: 'medium' },
    { atMs: 5000, word: 'setting changed', sentence: 'Sentence 5', sequence: 5, severity: 'medium' },
  ])
})

test('both filters keep to the range', () => {
  for (const filter of annotationFilters(10, 20)) expect(filter).toMatchObject({ fromMs: 10, toMs: 20 })
})
