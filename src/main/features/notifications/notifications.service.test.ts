import { expect, test } from 'vitest'
import { anAlert } from '../../test-kit/an-alert.ts'
import { startHttpReceiver } from '../../test-kit/http-receiver.ts'
import type { Answer } from '../../test-kit/http-receiver.ts'
import { byMara, openTestNotifications } from '../../test-kit/open-test-notifications.ts'
import { idOf, openWithWebhook, toldBy } from '../../test-kit/open-with-webhook.ts'

test('alerts of one group that fire within a second go in one message, and are resolved in one', async () => {
  const { opened, id, told } = await openWithWebhook()
  const [first, second] = [anAlert({ severity: 'medium' }), anAlert({ ruleName: 'Memory is short', severity: 'critical' })]
  await opened.tell('firing', first)
  opened.clock.advance(600)
  await opened.tell('firing', second)
  await opened.settled(id, 1)
  expect(told()).toMatchObject([{ type: 'alerts.firing', data: { title: 'Firing: Memory is short and 1 more', count: 2 } }])
  await opened.tell('resolved', first)
  opened.clock.advance(30_000)
  expect(told()).toHaveLength(1)
  await opened.tell('resolved', second)
  await opened.settled(id, 2)
  expect(told()[1]).toMatchObject({ type: 'alerts.resolved', data: { count: 2, dedupKey: told()[0]!.data.dedupKey } })
  expect(opened.deliveries(id).map(({ kind, state }) => [kind, state])).toEqual([
    ['firing', 'delivered'],
    ['resolved', 'delivered'],
  ])
  // The next life of the group is another incident.
  await opened.tell('firing', anAlert())
  await opened.settled(id, 3)
  expect(told()[2]!.data.dedupKey).not.toBe(told()[0]!.data.dedupKey)
})

test('an alert that is over before anybody was told is told to nobody', async () => {
  const { opened, id, told } = await openWithWebhook()
  const alert = anAlert()
  await opened.tell('firing', alert)
  await opened.tell('resolved', alert)
  opened.clock.advance(600_000)
  expect(opened.deliveries(id)).toEqual([])
  expect(told()).toEqual([])
})

test('it is updated, repeated, taken up and over, each told once', async () => {
  const { opened, id, told } = await openWithWebhook(undefined, { repeatMs: 900_000 })
  const [first, joined] = [anAlert(), anAlert()]
  await opened.tell('firing', first)
  await opened.settled(id, 1)
  await opened.tell('firing', joined)
  await opened.settled(id, 2, 5_000)
  await opened.until(() => opened.deliveries(id).length === 3, 60_000)
  await opened.settled(id, 3)
  await opened.tell('acknowledged', first, joined)
  await opened.settled(id, 4)
  opened.clock.advance(7_200_000)
  await opened.tell('resolved', first, joined)
  await opened.settled(id, 5)
  expect(told().map(({ type }) => type)).toEqual([
    'alerts.firing',
    'alerts.update',
    'alerts.repeat',
    'alerts.acknowledged',
    'alerts.resolved',
  ])
  expect(new Set(told().map(({ data }) => data.dedupKey)).size).toBe(1)
  const [, update] = opened.deliveries(id)
  expect(update!.createdAtMs - opened.deliveries(id)[0]!.createdAtMs).toBeGreaterThanOrEqual(300_000)
})

test('an escalation waits for nobody, and is not sent once somebody took it up', async () => {
  const { opened, id } = await openWithWebhook(undefined, { afterMs: 600_000 })
  const [taken, left] = [anAlert({ group: 'one' }), anAlert({ group: 'two' })]
  const firedAtMs = opened.clock.now()
  await opened.tell('firing', taken, left)
  opened.clock.advance(300_000)
  await opened.tell('acknowledged', taken)
  await opened.until(() => opened.deliveries(id).length > 0, 10_000)
  await opened.settled(id, 1)
  opened.clock.advance(3_600_000)
  expect(opened.deliveries(id)).toMatchObject([{ kind: 'firing', alertIds: [left.id] }])
  expect(opened.deliveries(id)[0]!.createdAtMs - firedAtMs).toBeGreaterThanOrEqual(600_000)
})

test('in quiet hours only the severe comes through; the rest is told when they end', async () => {
  const quietHours = { from: '08:00', to: '09:00', days: [0, 1, 2, 3, 4, 5, 6], exceptFrom: 'critical' as const }
  const { opened, id, told } = await openWithWebhook(undefined, { quietHours })
  await opened.tell('firing', anAlert({ group: 'disk' }), anAlert({ group: 'gate', severity: 'critical' }))
  await opened.settled(id, 1)
  opened.clock.advance(1_800_000)
  expect(told()).toHaveLength(1)
  expect(told()[0]!.data).toMatchObject({ group: 'gate' })
  await opened.until(() => opened.deliveries(id).length === 2, 60_000)
  expect(new Date(opened.deliveries(id)[1]!.createdAtMs).toISOString()).toMatch(/T09:0[01]/)
})

test('a contact point hears its groups and severities alone', async () => {
  const { opened, id, told } = await openWithWebhook(undefined, { groups: ['gate'], leastSeverity: 'high' })
  const heard = anAlert({ group: 'gate', severity: 'high' })
  await opened.tell('firing', anAlert({ group: 'disk', severity: 'critical' }), anAlert({ group: 'gate', severity: 'medium' }), heard)
  await opened.settled(id, 1)
  opened.clock.advance(600_000)
  expect(told().map(({ data }) => data.alerts.map((alert) => alert.id))).toEqual([[heard.id]])
})

test('what fails is tried again under the same id, ever more rarely, and as a receiver asks', async () => {
  const answers: Answer[] = ['close', 500, { status: 429, headers: { 'retry-after': '120' } }]
  const { opened, receiver, id } = await openWithWebhook(() => answers.shift() ?? 204)
  await opened.tell('firing', anAlert())
  // The try is counted before it is made; what came of it is written after.
  await opened.until(() => opened.deliveries(id)[0]!.sentence.includes('answers 429'))
  expect(opened.deliveries(id)[0]!.attempts).toBe(3)
  expect(opened.one(id).state.kind).toBe('failing')
  expect(opened.deliveries(id)[0]!.nextTryAtMs! - opened.clock.now()).toBeGreaterThan(110_000)
  await opened.until(() => opened.deliveries(id)[0]!.state === 'delivered', 1_000)
  expect(opened.deliveries(id)[0]).toMatchObject({ attempts: 4, nextTryAtMs: null })
  expect(new Set(receiver.received.map(idOf)).size).toBe(1)
  expect(opened.one(id)).toMatchObject({ state: { kind: 'well' }, waiting: 0 })
  expect(opened.one(id).lastDeliveredAtMs).not.toBeNull()
})

test('what is refused for good is not tried again, is entered, and holds nothing up', async () => {
  const { opened, receiver, id } = await openWithWebhook(({ body }) =>
    body.includes('cursed') ? { status: 403, text: 'no such token' } : 204,
  )
  await opened.tell('firing', anAlert({ group: 'cursed' }))
  await opened.settled(id, 1)
  expect(opened.deliveries(id)[0]).toMatchObject({
    state: 'failed',
    attempts: 1,
    sentence: expect.stringMatching(/403: no such token/) as string,
  })
  expect(opened.one(id).state).toMatchObject({ kind: 'failing', nextTryAtMs: null })
  await opened.until(() => opened.logOf('notification.failed').length === 1)
  await opened.tell('firing', anAlert({ group: 'blessed' }))
  await opened.settled(id, 2)
  expect(opened.deliveries(id)[1]!.state).toBe('delivered')
  expect(receiver.received).toHaveLength(2)
})

test('a message that was refused is not sent again once what it tells of is over, but that it is over may be', async () => {
  const { opened, receiver, id } = await openWithWebhook(() => 403)
  const alert = anAlert()
  await opened.tell('firing', alert)
  await opened.settled(id, 1)
  await opened.tell('resolved', alert)
  await opened.settled(id, 2)
  const [fired, over] = opened.deliveries(id)
  const before = receiver.received.length
  await expect(opened.notifications.retry(byMara, fired!.id)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(/is over/) as string,
  })
  await opened.notifications.retry(byMara, over!.id)
  await opened.until(() => receiver.received.length === before + 1)
  expect(toldBy(receiver.received.at(-1)!).type).toBe('alerts.resolved')
})

test('after a day it is given up; a person may have it tried again', async () => {
  let answer: Answer = 500
  const { opened, id } = await openWithWebhook(() => answer)
  await opened.tell('firing', anAlert())
  await opened.until(() => opened.deliveries(id)[0]?.state === 'failed', 300_000)
  const [given] = opened.deliveries(id)
  expect(given!.sentence).toMatch(/^Given up after a day: .*500/)
  expect(given!.attempts).toBeGreaterThan(10)
  answer = 204
  expect(await opened.notifications.retry(byMara, given!.id)).toMatchObject({ state: 'waiting' })
  await opened.until(() => opened.deliveries(id)[0]!.state === 'delivered')
  expect(opened.logOf('notification.retried')[0]?.message).toBe('mara had a message to “by webhook” sent again')
  await expect(opened.notifications.retry(byMara, given!.id)).rejects.toThrow(/delivered already/)
  await expect(opened.notifications.retry(byMara, opened.ids.next())).rejects.toThrow(/no such message/)
})

test('with a receiver that fails a third of the time nothing is lost and nothing told under two keys', async () => {
  let turn = 0
  const { opened, id, receiver } = await openWithWebhook(() => (turn++ % 3 === 2 ? (turn % 2 === 0 ? 'close' : 500) : 204))
  const groups = Array.from({ length: 40 }, (_, index) => `group-${index}`)
  await opened.tell('firing', ...groups.map((group) => anAlert({ group })))
  await opened.until(() => opened.deliveries(id).filter(({ state }) => state === 'delivered').length === 40, 500)
  const idsOf = Map.groupBy(receiver.received, (received) => toldBy(received).data.dedupKey)
  expect(idsOf.size).toBe(40)
  expect([...idsOf.values()].filter((all) => new Set(all.map(idOf)).size !== 1)).toEqual([])
  expect(receiver.received.length).toBeGreaterThan(40)
})

test('one that is broken holds up no other, and each is told in order', async () => {
  const { opened, id, receiver } = await openWithWebhook()
  const stuck = await startHttpReceiver({ answer: () => 'stall' })
  const other = await opened.create({ kind: 'webhook', url: stuck.url }, { name: 'stuck' })
  const groups = ['a', 'b', 'c', 'd', 'e', 'f']
  await opened.tell('firing', ...groups.map((group) => anAlert({ group })))
  await opened.settled(id, 6)
  expect(receiver.received.map(idOf)).toEqual(opened.deliveries(id).map((delivery) => delivery.id))
  expect(opened.deliveries(other.id).every(({ state }) => state === 'waiting')).toBe(true)
  expect(opened.one(other.id).waiting).toBe(6)
  expect(stuck.received.length).toBe(1)
})

test('a silence drops what waits, and what was never told is not resolved either', async () => {
  const { opened, id, receiver } = await openWithWebhook()
  opened.setSealed(true)
  const alert = anAlert()
  await opened.tell('firing', alert)
  await opened.until(() => opened.one(id).waiting === 1)
  await opened.tell('silenced', alert)
  expect(opened.deliveries(id)).toMatchObject([{ state: 'dropped', sentence: 'Silenced before it could be sent.' }])
  opened.setSealed(false)
  opened.clock.advance(600_000)
  await opened.tell('resolved', alert)
  opened.clock.advance(600_000)
  expect(receiver.received).toEqual([])
  expect(opened.deliveries(id)).toHaveLength(1)
})

test('while the vault is sealed what needs a secret waits, and goes out when it opens', async () => {
  const { opened, id, receiver } = await openWithWebhook()
  opened.setSealed(true)
  await opened.tell('firing', anAlert())
  await opened.until(() => opened.one(id).state.kind === 'sealed')
  expect(receiver.received).toEqual([])
  opened.setSealed(false)
  await opened.settled(id, 1)
  expect(opened.one(id).state).toEqual({ kind: 'well' })
})

test('a secret that another program put in the place of the right one is not used', async () => {
  const { opened, id, receiver } = await openWithWebhook()
  const other = await opened.create(
    { kind: 'webhook', url: receiver.url },
    { name: 'other', secret: 'another secret of it', groups: ['none'] },
  )
  opened
    .outside()
    .prepare('UPDATE contact_point SET sealed_secret = (SELECT sealed_secret FROM contact_point WHERE id = ?) WHERE id = ?')
    .run(other.id, id)
  await opened.tell('firing', anAlert())
  await opened.until(() => opened.one(id).state.kind === 'failing')
  expect(opened.one(id).state).toMatchObject({ problem: expect.stringContaining('does not open') as string })
  expect(receiver.received).toEqual([])
})

test('a console that was stopped in between tells what it had not, and nothing twice', async () => {
  const { opened, id, receiver } = await openWithWebhook()
  const [first, second] = [anAlert({ group: 'a' }), anAlert({ group: 'b' })]
  await opened.tell('firing', first)
  await opened.settled(id, 1)
  await opened.tell('firing', second)
  await opened.restart()
  await opened.settled(id, 2)
  await opened.restart()
  opened.clock.advance(600_000)
  expect(receiver.received).toHaveLength(2)
  expect(new Set(receiver.received.map(idOf)).size).toBe(2)
})

test('this computer shows each message once, and none while nobody has a session open', async () => {
  const opened = openTestNotifications()
  const [desktop] = opened.notifications.contactPoints()
  expect(desktop).toMatchObject({ name: 'This computer', channel: { kind: 'desktop' }, leastSeverity: 'medium' })
  const alert = anAlert({ group: 'a' })
  await opened.tell('firing', alert)
  await opened.settled(desktop!.id, 1)
  expect(opened.shown).toMatchObject([{ title: 'Firing: Processor is busy', alertId: alert.id }])
  opened.situation.somebodyIsThere = false
  await opened.tell('firing', anAlert({ group: 'b', ruleName: 'Disk is full' }))
  await opened.settled(desktop!.id, 2)
  expect(opened.shown).toHaveLength(1)
  opened.situation.somebodyIsThere = true
  opened.events.publish({ kind: 'session-changed', userId: 'u', sessionId: null })
  expect(opened.shown.map(({ title }) => title)).toEqual(['Firing: Processor is busy', 'Firing: Disk is full'])
  expect(opened.notifications.desktopMessages().map(({ title }) => title)).toEqual(['Firing: Processor is busy', 'Firing: Disk is full'])
  opened.clock.advance(300_001)
  expect(opened.notifications.desktopMessages()).toEqual([])
})

test('a burst over several contact points of this computer is no more than a window remembers to have shown', async () => {
  const opened = openTestNotifications()
  const points = [await opened.create({ kind: 'desktop' }, { name: 'b' }), await opened.create({ kind: 'desktop' }, { name: 'c' })]
  await opened.tell('firing', ...Array.from({ length: 25 }, (_, index) => anAlert({ group: `group ${index}` })))
  for (const { id } of points) await opened.settled(id, 25)
  const listed = opened.notifications.desktopMessages()
  expect(listed).toHaveLength(40)
  opened.events.publish({ kind: 'session-changed', userId: 'u', sessionId: null })
  expect(new Set(opened.shown.map(({ id }) => id)).size).toBe(opened.shown.length)
})

test('deliveries are listed newest first, by contact point and alert, page after page', async () => {
  const { opened, id } = await openWithWebhook()
  const alerts = ['a', 'b', 'c'].map((group) => anAlert({ group }))
  for (const alert of alerts) {
    await opened.tell('firing', alert)
    await opened.settled(id, alerts.indexOf(alert) + 1)
  }
  const list = (filter: Partial<Parameters<typeof opened.notifications.deliveries>[0]>) =>
    opened.notifications.deliveries({ contactPointId: id, alertId: null, before: null, limit: 2, ...filter })
  const page = list({})
  expect(page.deliveries.map(({ alertIds }) => alertIds)).toEqual([[alerts[2]!.id], [alerts[1]!.id]])
  const rest = list({ before: page.nextBefore })
  expect(rest.deliveries.map(({ alertIds }) => alertIds)).toEqual([[alerts[0]!.id]])
  expect(rest.nextBefore).toBeNull()
  expect(list({ alertId: alerts[1]!.id }).deliveries).toHaveLength(1)
})
