import { expect, test } from 'vitest'
import { insertIncident } from './incident.store.ts'
import { alex, blocked, from, mara, openTestIncidents, refusedSignIn } from '../../test-kit/open-test-incidents.ts'

const withIncident = async () => {
  const opened = openTestIncidents()
  await opened.append(from('10.0.0.7'), blocked('sqli'), 2)
  await opened.settle()
  return { ...opened, first: opened.open()[0]!, opened }
}
const lastEntry = ({ opened }: Awaited<ReturnType<typeof withIncident>>) =>
  opened.database.read((db) =>
    db.get<{ action: string; message: string; actor: string }>(
      `SELECT log_text.text AS action, message, log_actor.name AS actor FROM log_entry JOIN log_text ON log_text.id = log_entry.action
       JOIN log_actor ON log_actor.id = log_entry.actor ORDER BY sequence DESC LIMIT 1`,
    ),
  )

test('the incidents of a period are all of it, however many have come since', async () => {
  const { incidents, first, opened } = await withIncident()
  const later = first.lastAtMs + 3_600_000
  const { threatClass, title, action, source, severity, firstSequence, lastSequence, entries, events } = first
  const facts = { threatClass, title, action, source, severity, firstSequence, lastSequence, entries, events }
  await opened.database.change(mara, { action: 'thing.happened', message: 'Many came' }, (tx) => {
    for (let at = 0; at < 120; at++)
      insertIncident(tx, `later-${at}`, { ...facts, key: 'k', what: 'w', newest: [], firstAtMs: later, lastAtMs: later })
  })
  expect(incidents.list('all', null, 100).incidents.map(({ number }) => number)).not.toContain(1)
  expect(incidents.between(first.firstAtMs, first.lastAtMs + 1).map(({ number }) => number)).toEqual([1])
  expect(incidents.between(first.lastAtMs + 1, later)).toEqual([])
  expect(incidents.between(0, later + 1)).toHaveLength(121)
})

test('an incident is assigned and taken back, and both are entered', async () => {
  const made = await withIncident()
  const { incidents, first } = made
  const assigned = await incidents.assign(mara, { ...first, userId: alex.actor.id })
  expect(assigned).toMatchObject({ assignee: { id: 'user-alex', name: 'alex' }, version: 2 })
  expect(lastEntry(made)).toEqual({ action: 'incident.assigned', message: 'mara assigned incident 1 to alex', actor: 'mara' })
  expect(await incidents.assign(alex, { ...assigned, userId: null })).toMatchObject({ assignee: null, version: 3 })
  expect(lastEntry(made)).toMatchObject({ message: 'alex took incident 1 back from alex' })
})

test('nobody is assigned who does not exist or is disabled', async () => {
  const { incidents, first, actions } = await withIncident()
  await expect(incidents.assign(mara, { ...first, userId: 'nobody' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    data: { field: 'userId' },
  })
  expect(actions()).not.toContain('incident.assigned')
})

test('notes are kept in order with who wrote them; the log knows of each but not what it says', async () => {
  const made = await withIncident()
  const { incidents, first, clock } = made
  const one = await incidents.note(mara, { id: first.id, text: 'Looks like a scanner.' })
  clock.advance(1000)
  await incidents.note(alex, { id: first.id, text: 'Blocked at the router.' })
  expect(incidents.get(first.id).notes).toMatchObject([
    { ...one, author: 'mara', text: 'Looks like a scanner.' },
    { author: 'alex', text: 'Blocked at the router.' },
  ])
  expect(lastEntry(made)).toEqual({ action: 'incident.noted', message: 'alex wrote a note on incident 1', actor: 'alex' })
})

test('an incident is closed and opened again, and both are entered', async () => {
  const made = await withIncident()
  const { incidents, first, clock } = made
  const closed = await incidents.close(mara, first)
  expect(closed).toMatchObject({ state: 'closed', closedAtMs: clock.now(), version: 2 })
  expect(lastEntry(made)).toMatchObject({
    action: 'incident.closed',
    message: 'mara closed incident 1: Requests of the class sqli from 10.0.0.7',
  })
  expect(incidents.list('open', null, 10)).toEqual({ incidents: [], nextBefore: null, open: 0 })
  expect(incidents.list('closed', null, 10).incidents).toMatchObject([{ number: 1 }])
  expect(await incidents.reopen(mara, closed)).toMatchObject({ state: 'open', closedAtMs: null, version: 3 })
  expect(lastEntry(made)).toMatchObject({ action: 'incident.reopened' })
})

test('of two who close at once the second is told what the first did, and only one entry is made', async () => {
  const { incidents, first, actions } = await withIncident()
  const [one, other] = await Promise.allSettled([incidents.close(mara, first), incidents.close(alex, first)])
  expect(one.status).toBe('fulfilled')
  expect(other).toMatchObject({
    status: 'rejected',
    reason: { code: 'CONFLICT', message: 'Incident 1 was changed meanwhile: it is closed, and nobody has it.' },
  })
  expect(actions().filter((action) => action === 'incident.closed')).toHaveLength(1)
})

test('what a flood counts meanwhile is no conflict', async () => {
  const { incidents, first, append, settle } = await withIncident()
  await append(from('10.0.0.7'), blocked('sqli'), 5)
  await settle()
  expect(await incidents.close(mara, first)).toMatchObject({ state: 'closed', entries: 7 })
})

test('a closed one is not closed again, an open one not opened', async () => {
  const { incidents, first } = await withIncident()
  await expect(incidents.reopen(mara, first)).rejects.toMatchObject({ code: 'CONFLICT' })
  const closed = await incidents.close(mara, first)
  await expect(incidents.close(mara, closed)).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('what does not exist is said not to', async () => {
  const { incidents } = await withIncident()
  const gone = { id: '019aa000-0000-7000-8000-000000000009', version: 1 }
  expect(() => incidents.get(gone.id)).toThrow('no such incident')
  await expect(incidents.close(mara, gone)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(incidents.note(mara, { id: gone.id, text: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('its newest entries stand beside it, the newest first', async () => {
  const { incidents, first, append, settle } = await withIncident()
  await append(from('10.0.0.7'), blocked('sqli'), 30)
  await settle()
  const { incident, entries } = incidents.get(first.id)
  expect(incident.entries).toBe(32)
  expect(entries).toHaveLength(20)
  expect(entries[0]).toMatchObject({ sequence: incident.lastSequence, threatClass: 'sqli', source: '10.0.0.7' })
  expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map(({ sequence }) => sequence).toSorted((a, b) => b - a))
})

test('the list is paged by number, the newest first', async () => {
  const opened = openTestIncidents()
  for (let index = 1; index <= 5; index++) await opened.append(from(`10.0.0.${index}`), blocked('sqli'))
  await opened.settle()
  const page = opened.incidents.list('open', null, 2)
  expect(page).toMatchObject({ incidents: [{ number: 5 }, { number: 4 }], nextBefore: 4, open: 5 })
  expect(opened.incidents.list('open', 4, 3)).toMatchObject({ incidents: [{ number: 3 }, { number: 2 }, { number: 1 }], nextBefore: null })
})

test('the level rises with a serious incident, is entered, and falls when it is closed and five minutes are over', async () => {
  const opened = openTestIncidents()
  expect(opened.incidents.level()).toMatchObject({ level: 'normal', reasons: [] })
  await opened.append(from('10.0.0.7'), refusedSignIn('mara', { action: 'sign-in.locked-out', severity: 'high' }))
  await opened.settle()
  expect(opened.incidents.level()).toMatchObject({
    level: 'high',
    reasons: ['1 open incident of high severity with entries in the last hour'],
  })
  expect(opened.actions().at(-1)).toBe('threat-level.changed')
  await opened.incidents.close(mara, opened.open()[0]!)
  for (let minute = 0; minute < 6; minute++) {
    opened.clock.advance(60_000)
    await opened.settle()
  }
  expect(opened.incidents.level()).toMatchObject({ level: 'normal', reasons: [] })
  expect(opened.actions().filter((action) => action === 'threat-level.changed')).toHaveLength(2)
})

test('a restart holds the level and does not enter it again', async () => {
  const opened = openTestIncidents()
  await opened.append(from('10.0.0.7'), refusedSignIn('mara', { action: 'sign-in.locked-out', severity: 'high' }))
  await opened.settle()
  const { sinceMs } = opened.incidents.level()
  await opened.restart()
  await opened.settle()
  expect(opened.incidents.level()).toMatchObject({ level: 'high', sinceMs })
  expect(opened.actions().filter((action) => action === 'threat-level.changed')).toHaveLength(1)
})

test('refusals of the last quarter of an hour are known after a restart', async () => {
  const opened = openTestIncidents()
  const refusedByRole = { action: 'thing.refused', severity: 'low', outcome: 'refused', message: 'No' } as const
  await opened.append(from('10.0.0.7'), refusedByRole, 30)
  await opened.settle()
  expect(opened.incidents.level()).toMatchObject({ level: 'high', reasons: ['30 of 30 events in the last 15 minutes were refused'] })
  await opened.restart()
  await opened.settle()
  expect(opened.incidents.level().reasons).toEqual(['30 of 30 events in the last 15 minutes were refused'])
})
