import { expect, test } from 'vitest'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import { runsOf } from '../../../shared/search-words.ts'
import { hitElsewhere } from './hit-elsewhere.ts'

const entry: AuditEntry = {
  sequence: 1,
  atMs: 0,
  severity: 'info',
  outcome: 'done',
  action: 'session.opened',
  message: 'mara signed in',
  actor: { kind: 'user', id: '019a', name: 'mara' },
  source: '10.0.0.7',
  target: { kind: 'key', id: 'k-1', name: 'Anthropic' },
  threatClass: null,
  requestId: '019a1f00-0000-7000-8000-000000000001',
  count: 1,
}
const look = (typed: string) => hitElsewhere(entry, runsOf(typed))

test('what the line shows needs no word', () => {
  expect([look('mara'), look('session.opened'), look('')]).toEqual([null, null, null])
})

test('a hit in the source, the target or the request is named', () => {
  expect(look('mara 10.0.0.7')).toEqual({ field: 'from', text: '10.0.0.7' })
  expect(look('anthropic')).toEqual({ field: 'target', text: 'Anthropic key k-1' })
  expect(look('019a1f00')?.field).toBe('request')
})

test('what stands nowhere in the list stands in the detail', () => {
  expect(look('lockout')).toEqual({ field: 'in its detail', text: null })
})

test('where a narrow window does not show the actor, it is named', () => {
  const own = { ...entry, message: 'A key was stored' }
  expect(hitElsewhere(own, runsOf('mara'), true)).toEqual({ field: 'by', text: 'mara' })
  expect(hitElsewhere(own, runsOf('mara'))).toBe(null)
})
