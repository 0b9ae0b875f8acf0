import { expect, test } from 'vitest'
import { exportedEntry } from '../../test-kit/exported-entry.ts'
import { ocsfEventOf, ocsfFormat } from './export-ocsf.ts'

test.each([
  ['session.opened', {}, 3002, 1],
  ['sign-in.refused', { actorKind: 'anonymous' }, 3002, 1],
  ['session.signed-out', {}, 3002, 2],
  ['session.locked', {}, 3002, 99],
  ['user.created', { targetKind: 'user' }, 3001, 1],
  ['password.changed', {}, 3001, 3],
  ['mfa.enrolled', {}, 3001, 10],
  ['key.added', { targetKind: 'key' }, 3004, 1],
  ['key.revealed', { targetKind: 'key' }, 3004, 2],
  ['setting.changed', { targetKind: 'setting' }, 3004, 3],
  ['key.purged', { targetKind: 'key' }, 3004, 4],
  ['log.exported', {}, 3004, 2],
  ['console.started', { actorKind: 'system' }, 6002, 3],
  ['request.refused', { actorKind: 'guard' }, 6003, 99],
  ['call.refused', {}, 6003, 99],
  ['clock.stepped-back', { actorKind: 'system' }, 0, 99],
] as const)('%s is of the class and activity that fit', (action, changes, classUid, activityId) => {
  const event = ocsfEventOf(exportedEntry({ action, ...changes }), 'i')
  expect(event).toMatchObject({
    class_uid: classUid,
    activity_id: activityId,
    category_uid: Math.floor(classUid / 1000),
    type_uid: classUid * 100 + activityId,
  })
})

test('what a class requires is there', () => {
  const event = (changes: object) => JSON.parse(ocsfFormat('i').line(exportedEntry(changes))) as Record<string, unknown>
  expect(event({ action: 'session.opened' })).toMatchObject({
    user: { name: 'mara', uid: 'u1', type_id: 1 },
    service: { name: expect.any(String) },
  })
  expect(event({ action: 'user.created', targetKind: 'user', targetId: 'u2', targetName: 'Otto' })).toMatchObject({
    user: { name: 'Otto', uid: 'u2' },
  })
  expect(event({ action: 'key.added', targetKind: 'key', targetId: 'k', targetName: 'Stripe' })).toMatchObject({
    entity: { name: 'Stripe', uid: 'k', type: 'key' },
  })
  expect(event({ action: 'request.refused', actorKind: 'guard', actorName: 'guard' })).toMatchObject({
    actor: { app_name: 'guard' },
    api: { operation: 'request.refused' },
    src_endpoint: { ip: '10.0.0.1' },
  })
})

test('an event says who, when, how bad and how it ended, and keeps the rest and the hashes as they are', () => {
  const event = ocsfEventOf(
    exportedEntry({ threatClass: 'sql-injection', detail: '{"path":"/a"}', source: 'desktop window', requestId: 'r', count: 12 }),
    'installation',
  )
  expect(event).toMatchObject({
    time: Date.UTC(2026, 10, 21, 8, 0, 0, 5),
    severity_id: 4,
    status_id: 2,
    message: 'A thing was changed',
    count: 12,
    metadata: {
      version: '1.3.0',
      product: { name: 'Gatehouse', vendor_name: 'Gatehouse' },
      uid: 'installation:7',
      sequence: 7,
      event_code: 'thing.changed',
      correlation_uid: 'r',
    },
    src_endpoint: { name: 'desktop window' },
    unmapped: { outcome: 'refused', threat_class: 'sql-injection', detail: { path: '/a' }, previous_hash: 'aa', hash: 'bb' },
  })
})

test('each line is one object, whatever the detail holds', () => {
  const line = ocsfFormat('i').line(exportedEntry({ message: 'two\nlines', detail: 'not json' }))
  expect(line.indexOf('\n')).toBe(line.length - 1)
  expect(JSON.parse(line)).toMatchObject({ unmapped: { detail: 'not json' } })
})
