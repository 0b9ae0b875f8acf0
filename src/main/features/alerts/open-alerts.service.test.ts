import { expect, test } from 'vitest'
import { givenRule } from '../../test-kit/given-rule.ts'
import { mara, openTestAlerts } from '../../test-kit/open-test-alerts.ts'

const firing = async () => {
  const kit = await openTestAlerts()
  const rule = await kit.alerts.rules.create(mara, givenRule({ group: 'shop' }))
  await kit.second(90)
  const [alert] = kit.alerts.open.list({ states: ['firing'], ruleId: rule.id, before: null, limit: 10 }).alerts
  return { kit, rule, alert: alert! }
}
const silence = { match: { ruleId: null, group: 'shop', labels: {} }, fromMs: null, reason: 'maintenance' }

test('an alert is taken up with a note and given back, entered and told each time; of two at once the second is told who has it', async () => {
  const { kit, alert } = await firing()
  const { open } = kit.alerts
  const taken = await open.acknowledge(mara, { id: alert.id, version: alert.version, note: 'looking' })
  expect(taken.acknowledged).toMatchObject({ by: 'mara', note: 'looking' })
  await expect(open.acknowledge(mara, { id: alert.id, version: alert.version, note: '' })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'This alert was changed meanwhile: mara has it.',
  })
  expect(open.summary()).toMatchObject({ firing: 1, acknowledged: 1, worst: 'medium' })
  const back = await open.unacknowledge(mara, { id: alert.id, version: taken.version })
  expect(back.acknowledged).toBeNull()
  await kit.second(10)
  await expect(open.acknowledge(mara, { id: alert.id, version: back.version, note: '' })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(kit.told()).toEqual(['firing Too much', 'acknowledged Too much', 'unacknowledged Too much', 'resolved Too much'])
  expect(kit.actions().slice(1)).toEqual(['alert.fired', 'alert.acknowledged', 'alert.unacknowledged', 'alert.resolved'])
})

test('what waits cannot be taken up yet', async () => {
  const kit = await openTestAlerts()
  await kit.alerts.rules.create(mara, givenRule({ forMs: 60_000 }))
  await kit.second(90)
  const [alert] = kit.alerts.open.list({ states: ['pending'], ruleId: null, before: null, limit: 10 }).alerts
  await expect(kit.alerts.open.acknowledge(mara, { id: alert!.id, version: 1, note: '' })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(kit.alerts.open.get(alert!.id).course).toMatchObject([{ word: 'pending' }])
})

test('a silence keeps quiet what fires and what begins to, and what still fires when it is over is told', async () => {
  const { kit, alert } = await firing()
  await kit.alerts.rules.create(mara, givenRule({ name: 'Later', group: 'shop', value: 95 }))
  const made = await kit.alerts.silences.add(mara, { ...silence, untilMs: kit.clock.now() + 5_000 })
  expect(made).toMatchObject({ sentence: 'Alerts of the group shop', createdBy: 'mara' })
  expect(kit.alerts.open.get(alert.id).alert.silencedBy).toBe(made.id)
  await kit.seconds(3, 99)
  expect(kit.told()).toEqual(['firing Too much', 'silenced Too much'])
  expect(kit.alerts.open.summary()).toMatchObject({ firing: 2, silenced: 2, worst: null })
  await kit.seconds(3, 99)
  expect(kit.told().slice(2).toSorted()).toEqual(['firing Later', 'firing Too much'])
  expect(kit.alerts.silences.list()).toEqual([])
  expect(kit.actions()).toEqual(expect.arrayContaining(['silence.created', 'alert.silenced', 'alert.unsilenced']))
})

test('one that is given back under a silence stays quiet until the silence is over', async () => {
  const { kit, alert } = await firing()
  const { open, silences } = kit.alerts
  await open.acknowledge(mara, { id: alert.id, version: alert.version, note: '' })
  await silences.add(mara, { ...silence, untilMs: kit.clock.now() + 5_000 })
  await open.unacknowledge(mara, { id: alert.id, version: open.get(alert.id).alert.version })
  await kit.second(90)
  expect(kit.told()).toEqual(['firing Too much', 'acknowledged Too much', 'silenced Too much', 'silenced Too much'])
  await kit.seconds(6, 90)
  expect(kit.told().at(-1)).toBe('firing Too much')
})

test('a silence of a rule is ended by hand, at once; one that was ended cannot be ended again', async () => {
  const { kit, rule, alert } = await firing()
  const match = { ruleId: rule.id, group: null, labels: {} }
  const { id, version } = await kit.alerts.silences.add(mara, { ...silence, match, untilMs: kit.clock.now() + 60_000 })
  await kit.alerts.silences.end(mara, { id, version })
  expect(kit.alerts.open.get(alert.id).alert.silencedBy).toBeNull()
  expect(kit.told()).toEqual(['firing Too much', 'silenced Too much', 'firing Too much'])
  await expect(kit.alerts.silences.end(mara, { id, version })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(kit.actions().slice(2)).toEqual(['silence.created', 'alert.silenced', 'silence.ended', 'alert.unsilenced'])
})

test('a silence that begins later waits until then, and one that makes no sense is refused', async () => {
  const { kit, alert } = await firing()
  const nowMs = kit.clock.now()
  await kit.alerts.silences.add(mara, { ...silence, fromMs: nowMs + 3_000, untilMs: nowMs + 60_000 })
  await kit.second(90)
  expect(kit.alerts.open.get(alert.id).alert.silencedBy).toBeNull()
  await kit.seconds(2, 90)
  expect(kit.alerts.open.get(alert.id).alert.silencedBy).not.toBeNull()
  const refused = (untilMs: number, fromMs: number | null = null) =>
    expect(kit.alerts.silences.add(mara, { ...silence, fromMs, untilMs })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await refused(nowMs)
  await refused(nowMs + 91 * 86_400_000)
  await refused(nowMs + 20_000, nowMs + 30_000)
})

test('past alerts are listed page by page, the newest first', async () => {
  const kit = await openTestAlerts()
  await kit.alerts.rules.create(mara, givenRule())
  for (const label of ['a', 'b', 'c']) {
    await kit.second({ [label]: 90 })
    await kit.second({ [label]: 1 })
  }
  const ask = { states: ['resolved' as const], ruleId: null, limit: 2 }
  const first = kit.alerts.open.list({ ...ask, before: null })
  expect(first.alerts.map(({ labels }) => labels.of)).toEqual(['c', 'b'])
  const second = kit.alerts.open.list({ ...ask, before: first.nextBefore })
  expect(second).toMatchObject({ alerts: [{ labels: { of: 'a' } }], nextBefore: null })
})
