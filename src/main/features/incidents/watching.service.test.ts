import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AuditEvent, By } from '../../database/database.ts'
import { blocked, from, mara, openTestIncidents, refusedSignIn } from '../../test-kit/open-test-incidents.ts'
import { bySystem } from '../../test-kit/open-test-database.ts'

test('three wrong passwords open an incident, which is entered and told', async () => {
  const opened = openTestIncidents()
  await opened.append(from('127.0.0.1'), refusedSignIn('mara'), 3)
  await opened.settle()
  expect(opened.open()).toMatchObject([
    {
      number: 1,
      version: 1,
      title: 'Refused sign-ins for mara from 127.0.0.1',
      state: 'open',
      severity: 'low',
      action: 'sign-in.refused',
      entries: 3,
      events: 3,
      firstSequence: 1,
      lastSequence: 3,
      assignee: null,
    },
  ])
  expect(opened.actions()).toEqual([...Array<string>(3).fill('sign-in.refused'), 'incident.opened'])
  expect(opened.told).toContainEqual({ kind: 'incidents-changed' })
})

test('its own entries make no incident, and nothing is written while nothing happens', async () => {
  const opened = openTestIncidents()
  await opened.append(bySystem, { action: 'log.foreign-write', severity: 'critical', message: 'Another program wrote' })
  await opened.settle()
  const before = opened.actions()
  expect(before).toEqual(['log.foreign-write', 'incident.opened', 'threat-level.changed'])
  for (let step = 0; step < 100; step++) await opened.step()
  expect(opened.actions()).toEqual(before)
  expect(opened.open()).toHaveLength(1)
})

test('a flood is one incident whose counts rise, with one entry', async () => {
  const opened = openTestIncidents({ limit: 50 })
  for (let round = 0; round < 4; round++) {
    await opened.append(from('2001:db8::1'), blocked('sqli', { count: 7 }), 100)
    await opened.settle()
  }
  expect(opened.open()).toMatchObject([{ entries: 400, events: 2800, version: 1, source: '2001:db8:0:0::/64' }])
  expect(opened.actions().filter((action) => action === 'incident.opened')).toHaveLength(1)
})

test('what was closed is not opened by new events: another begins', async () => {
  const opened = openTestIncidents()
  await opened.append(from('10.0.0.7'), blocked('sqli'))
  await opened.settle()
  const [first] = opened.open()
  await opened.incidents.close(mara, first!)
  await opened.append(from('10.0.0.7'), blocked('sqli'))
  await opened.settle()
  expect(opened.all()).toMatchObject([
    { number: 2, state: 'open', entries: 1 },
    { number: 1, state: 'closed', entries: 1 },
  ])
})

test('what was entered before incidents were known, or is no event for them, makes none', async () => {
  const opened = openTestIncidents()
  await opened.append(mara, { action: 'keys.exported', severity: 'high', message: 'A key left the vault' })
  await opened.append(bySystem, { action: 'log.verified', message: 'The log was verified' }, 50)
  await opened.settle()
  expect(opened.all()).toEqual([])
})

test('what is older than a day when it is first read is history, and opens none', async () => {
  const opened = openTestIncidents()
  await opened.append(from('10.0.0.7'), blocked('sqli'))
  opened.clock.advance(25 * 3_600_000)
  await opened.append(from('10.0.0.8'), blocked('sqli'))
  await opened.settle()
  expect(opened.all()).toMatchObject([{ source: '10.0.0.8' }])
})

test('a restart goes on where it was, also with what only gathers', async () => {
  const opened = openTestIncidents()
  await opened.append(from('10.0.0.7'), refusedSignIn('mara'), 2)
  await opened.settle()
  await opened.restart()
  await opened.append(from('10.0.0.7'), refusedSignIn('mara'))
  await opened.settle()
  expect(opened.open()).toMatchObject([{ entries: 3, firstSequence: 1 }])
})

test('a crash after a slice was written counts nothing twice, and one before it loses nothing', async () => {
  const opened = openTestIncidents()
  await opened.append(from('10.0.0.7'), blocked('sqli'), 4)
  await opened.settle()
  await opened.append(from('10.0.0.7'), blocked('sqli'), 3)
  await opened.restart(false)
  await opened.settle()
  await opened.restart(false)
  await opened.settle()
  expect(opened.all()).toMatchObject([{ entries: 7 }])
})

test('a log that cannot be read now is read later, and nothing is lost', async () => {
  const opened = openTestIncidents()
  opened.refuseReading(new Error('The reader ended.'))
  await opened.append(from('10.0.0.7'), blocked('sqli'), 5)
  await opened.step()
  await opened.step()
  expect(opened.open()).toEqual([])
  opened.refuseReading(null)
  for (let step = 0; step < 45; step++) await opened.step()
  expect(opened.open()).toMatchObject([{ entries: 5 }])
})

test('a log that was cut below the watermark is watched from its new end', async () => {
  const opened = openTestIncidents()
  await opened.append(from('10.0.0.7'), blocked('sqli'), 5)
  await opened.settle()
  const other = opened.outside()
  for (const trigger of other.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all())
    other.exec(`DROP TRIGGER ${trigger}`)
  await opened.incidents.stop()
  other.exec('DELETE FROM log_entry WHERE sequence > 2')
  other.close()
  await opened.restart(false)
  await opened.append(from('10.0.0.8'), blocked('xss'), 2)
  await opened.settle()
  expect(opened.open()).toMatchObject([{ title: 'Requests of the class xss from 10.0.0.8', entries: 2 }, { entries: 5 }])
  const [, old] = opened.open()
  // Two are left of five; in the place of two others stand entries of another incident.
  expect(opened.incidents.get(old!.id).entries.map(({ sequence }) => sequence)).toEqual([2, 1])
})

type Act = { kind: 'append'; by: By; event: AuditEvent; times: number } | { kind: 'wait' } | { kind: 'restart'; orderly: boolean }
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      by: fc.constantFrom('10.0.0.7', '10.0.0.8', '2001:db8::1').map(from),
      event: fc.constantFrom<AuditEvent>(
        blocked('sqli'),
        blocked('xss', { count: 3 }),
        { action: 'link.refused', severity: 'high', outcome: 'refused', message: 'A spent link' },
        { action: 'session.opened', message: 'Somebody came' },
      ),
      times: fc.integer({ min: 1, max: 12 }),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'wait' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const), orderly: fc.boolean() }) },
)

test('in any slicing, with stops and crashes between, each entry is counted in exactly one incident', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { maxLength: 25 }), fc.integer({ min: 1, max: 9 }), async (acts, limit) => {
      const opened = openTestIncidents({ limit, window: limit + 3 })
      const expected = new Map<string, { entries: number; events: number }>()
      for (const act of acts) {
        if (act.kind === 'wait') await opened.step()
        else if (act.kind === 'restart') await opened.restart(act.orderly)
        else {
          await opened.append(act.by, act.event, act.times)
          if (act.event.severity === undefined) continue
          const key = `${act.event.threatClass ?? act.event.action} ${act.by.source}`
          const before = expected.get(key) ?? { entries: 0, events: 0 }
          expected.set(key, { entries: before.entries + act.times, events: before.events + act.times * (act.event.count ?? 1) })
        }
      }
      await opened.settle()
      const counts = opened.all().map(({ entries, events }) => ({ entries, events }))
      const sorted = (list: { entries: number; events: number }[]) => list.map((one) => `${one.entries} ${one.events}`).toSorted()
      expect(sorted(counts)).toEqual(sorted([...expected.values()]))
      expect(opened.actions().filter((action) => action === 'incident.opened')).toHaveLength(expected.size)
      await opened.incidents.stop()
    }),
    { numRuns: 25 },
  )
})
