import { expect, test } from 'vitest'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import { anEntry } from '../../test-kit/an-entry.ts'
import { groupOf } from './entry-group.ts'

const weight = (entry: Partial<AuditEntry>) => groupOf(anEntry(entry))?.weight ?? null
const key = (entry: Partial<AuditEntry>) => groupOf(anEntry(entry))?.key

const guard = { kind: 'guard' as const, id: null, name: 'guard' }

test.each<[string, Partial<AuditEntry>, 'opens' | 'gathers' | null]>([
  ['everything critical', { severity: 'critical' }, 'opens'],
  ['everything high', { severity: 'high' }, 'opens'],
  ['a refusal of medium severity', { severity: 'medium', outcome: 'refused' }, 'opens'],
  ['a failure of medium severity', { severity: 'medium', outcome: 'failed' }, 'opens'],
  ['a threat of medium severity that was let through', { severity: 'medium', threatClass: 'sqli' }, 'opens'],
  ['what was done as meant', { severity: 'medium' }, null],
  ['a refusal of low severity', { severity: 'low', outcome: 'refused' }, null],
  ['a threat of low severity', { severity: 'low', threatClass: 'bot' }, null],
  ['a wrong password alone', { action: 'sign-in.refused', severity: 'low', outcome: 'refused' }, 'gathers'],
  ['a lock-out', { action: 'sign-in.locked-out', severity: 'high', outcome: 'refused' }, 'opens'],
  ['an intact log', { action: 'log.verified' }, null],
  ['a broken log', { action: 'log.verified', severity: 'critical', outcome: 'failed' }, 'opens'],
  ['an export that a person proved themselves for', { action: 'keys.exported', severity: 'high' }, null],
  ['the same, refused', { action: 'keys.exported', severity: 'high', outcome: 'refused' }, 'opens'],
  ['what the guard refused once', { severity: 'high', outcome: 'refused', threatClass: 'sqli', actor: guard }, 'gathers'],
  ['a critical refusal of the guard', { severity: 'critical', outcome: 'refused', threatClass: 'sqli', actor: guard }, 'opens'],
  ['a threat that the guard let through', { severity: 'high', threatClass: 'sqli', actor: guard }, 'opens'],
  ['a target that is down', { severity: 'high', outcome: 'failed', actor: guard }, 'opens'],
  ['an incident', { action: 'incident.opened', severity: 'critical' }, null],
  ['a threat level', { action: 'threat-level.changed', severity: 'critical' }, null],
])('%s', (_name, entry, expected) => expect(weight(entry)).toBe(expected))

test('sign-in attempts belong together by name, whatever the step, the spelling or the address', () => {
  const attempt = (name: string, source = '127.0.0.1', action = 'sign-in.refused') =>
    key({ action, severity: 'high', outcome: 'refused', source, target: { kind: 'user', id: null, name } })
  expect(attempt('Mara')).toBe(attempt('mara', '10.0.0.7', 'sign-in.locked-out'))
  expect(attempt('mara')).not.toBe(attempt('alex'))
})

test('other events belong together by threat class or action, and by network', () => {
  const blocked = (source: string, threatClass: string | null = 'sqli', action = 'request.blocked') =>
    key({ severity: 'medium', outcome: 'refused', source, threatClass, action, actor: { kind: 'anonymous', id: null, name: 'anonymous' } })
  expect(blocked('2001:db8::1')).toBe(blocked('2001:db8::2'))
  expect(blocked('10.0.0.7')).toBe(blocked('10.0.0.7', 'sqli', 'request.logged'))
  expect(blocked('10.0.0.7')).not.toBe(blocked('10.0.0.8'))
  expect(blocked('10.0.0.7')).not.toBe(blocked('10.0.0.7', 'xss'))
  expect(blocked('10.0.0.7', null)).not.toBe(blocked('10.0.0.7', null, 'link.refused'))
})

test('two people behind one address are told apart', () => {
  const asked = (id: string) =>
    key({ action: 'call.refused', severity: 'medium', outcome: 'refused', actor: { kind: 'user', id, name: 'x' } })
  expect(asked('1')).not.toBe(asked('2'))
})
