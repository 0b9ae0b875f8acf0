import { expect, test } from 'vitest'
import { givenRule } from '../../test-kit/given-rule.ts'
import { mara, openTestAlerts } from '../../test-kit/open-test-alerts.ts'

const openOnes = async (kit: Awaited<ReturnType<typeof openTestAlerts>>) =>
  kit.alerts.open.list({ states: ['pending', 'firing'], ruleId: null, before: null, limit: 50 }).alerts

test('a breach is pending, fires once it has held, and resolves; each turn is entered and told once', async () => {
  const kit = await openTestAlerts()
  const rule = await kit.alerts.rules.create(mara, givenRule({ forMs: 3_000 }))
  expect(rule.state).toBe('no-data')
  await kit.second(50)
  expect(kit.alerts.rules.list().at(-1)).toMatchObject({ state: 'well', unit: 'count', sentence: 'thing.size, mean of 1 s, above 80' })
  await kit.second(90)
  expect(await openOnes(kit)).toMatchObject([{ state: 'pending', value: 90 }])
  await kit.seconds(2, 95)
  expect(kit.told()).toEqual([])
  await kit.second(91)
  expect(await openOnes(kit)).toMatchObject([{ state: 'firing', value: 91, worst: 95, sentence: 'thing.size: 91, above 80 for 3 s' }])
  await kit.seconds(2, 10)
  expect(await openOnes(kit)).toEqual([])
  expect(kit.told()).toEqual(['firing Too much', 'resolved Too much'])
  expect(kit.actions()).toEqual(['alert-rule.created', 'alert.fired', 'alert.resolved'])
  const { alerts: past, nextBefore } = kit.alerts.open.list({ states: ['resolved'], ruleId: rule.id, before: null, limit: 10 })
  expect(past).toMatchObject([{ state: 'resolved', worst: 95 }])
  expect(nextBefore).toBeNull()
  expect(kit.alerts.open.get(past[0]!.id).course.map(({ word }) => word)).toEqual(['pending', 'fired', 'resolved'])
})

test('with a hysteresis it stays firing between its two values', async () => {
  const kit = await openTestAlerts()
  await kit.alerts.rules.create(mara, givenRule({ resolveValue: 60 }))
  await kit.second(90)
  await kit.seconds(5, 70)
  expect(await openOnes(kit)).toMatchObject([{ state: 'firing', value: 70 }])
  await kit.seconds(2, 60)
  expect(await openOnes(kit)).toEqual([])
})

test('a sleep of the machine is no alarm, and no time for which a breach held', async () => {
  const kit = await openTestAlerts()
  await kit.alerts.rules.create(mara, givenRule({ forMs: 10_000 }))
  const absent = { kind: 'absence', selector: { name: 'thing.size', labels: {} }, windowMs: 30_000 } as const
  await kit.alerts.rules.create(mara, givenRule({ name: 'Silent', condition: absent }))
  await kit.seconds(5, 90)
  // Neither timers nor samples while it sleeps: the wall goes on alone, the monotonic clock on some systems too.
  kit.clock.setNow(kit.clock.now() + 8 * 3_600_000)
  await kit.seconds(3, 90)
  expect(await openOnes(kit)).toMatchObject([{ state: 'pending' }])
  await kit.seconds(5, 90)
  expect(kit.told()).toEqual(['firing Too much'])
})

test('a clock that is set, forwards or back, changes nothing of how long a breach held', async () => {
  const kit = await openTestAlerts()
  await kit.alerts.rules.create(mara, givenRule({ forMs: 6_000 }))
  await kit.seconds(3, 90)
  kit.clock.setNow(kit.clock.now() - 3_600_000)
  await kit.seconds(2, 90)
  kit.clock.setNow(kit.clock.now() + 86_400_000)
  await kit.second(90)
  expect(kit.told()).toEqual([])
  await kit.second(90)
  expect(kit.told()).toEqual(['firing Too much'])
})

test('nothing measured is not zero: it neither fires below a value nor resolves at once, and is over when it stays away', async () => {
  const kit = await openTestAlerts()
  await kit.alerts.rules.create(mara, givenRule({ name: 'Low', comparison: 'below', value: 20 }))
  await kit.seconds(5, null)
  expect(kit.told()).toEqual([])
  await kit.second(5)
  await kit.seconds(200, null)
  expect(await openOnes(kit)).toMatchObject([{ state: 'firing', value: 5 }])
  expect(kit.alerts.rules.list().at(-1)!.state).toBe('firing')
  await kit.seconds(101, null)
  expect(kit.told()).toEqual(['firing Low', 'resolved Low'])
  const { alerts: past } = kit.alerts.open.list({ states: ['resolved'], ruleId: null, before: null, limit: 10 })
  expect(kit.alerts.open.get(past[0]!.id).course.at(-1)).toMatchObject({ sentence: 'It is measured no longer.' })
})

test('each set of labels is an alert of its own, those that come later too; what fires at once is one entry', async () => {
  const kit = await openTestAlerts()
  await kit.alerts.rules.create(mara, givenRule({ labels: { team: 'shop' } }))
  await kit.second({ a: 90, b: 10, c: 99 })
  expect((await openOnes(kit)).map(({ labels }) => labels)).toEqual(
    expect.arrayContaining([
      { of: 'a', team: 'shop' },
      { of: 'c', team: 'shop' },
    ]),
  )
  await kit.second({ a: 90, b: 90, c: 10, d: 90 })
  await kit.second({ a: 90, b: 90, c: 10, d: 90 })
  expect(kit.told().toSorted()).toEqual(['firing a', 'firing b', 'firing c', 'firing d', 'resolved c'])
  expect(kit.actions().filter((action) => action === 'alert.fired')).toHaveLength(2)
})

test('nothing divided by nothing is no figure', async () => {
  const kit = await openTestAlerts()
  const share = givenRule({
    measure: { labels: { of: 'bad' }, dividedBy: { name: 'thing.size', labels: { of: 'all' } }, join: 'sum' },
    value: 5,
  })
  await kit.alerts.rules.create(mara, share)
  await kit.seconds(3, { bad: 0, all: 0 })
  expect(kit.alerts.rules.list().at(-1)).toMatchObject({ state: 'no-data', unit: 'percent' })
  await kit.second({ bad: 1, all: 10 })
  expect(await openOnes(kit)).toMatchObject([{ state: 'firing', value: 10 }])
})

test('a restart goes on where it was: pending for as long as was observed, firing without being told again', async () => {
  const kit = await openTestAlerts()
  await kit.alerts.rules.create(mara, givenRule({ forMs: 20_000 }))
  await kit.alerts.rules.create(mara, givenRule({ name: 'At once' }))
  await kit.seconds(15, 90)
  expect(kit.told()).toEqual(['firing At once'])
  kit.clock.advance(3_600_000)
  await kit.restart()
  await kit.seconds(4, 90)
  expect(await openOnes(kit)).toMatchObject([{ state: 'firing' }, { state: 'pending' }])
  await kit.seconds(3, 90)
  expect(kit.told()).toEqual(['firing At once', 'firing Too much'])
  await kit.restart(false)
  await kit.seconds(2, 90)
  await kit.seconds(2, 5)
  expect(kit.told().slice(2).toSorted()).toEqual(['resolved At once', 'resolved Too much'])
})

test('an absence is told when a series stops, not after a restart, and ends when it is back', async () => {
  const kit = await openTestAlerts()
  const absent = { kind: 'absence', selector: { name: 'thing.size', labels: {} }, windowMs: 10_000 } as const
  await kit.alerts.rules.create(mara, givenRule({ name: 'Silent', condition: absent }))
  await kit.seconds(3, 1)
  await kit.seconds(9, null)
  expect(kit.told()).toEqual([])
  await kit.seconds(2, null)
  expect(kit.told()).toEqual(['firing Silent'])
  await kit.restart()
  await kit.seconds(400, null)
  expect(kit.told()).toEqual(['firing Silent'])
  // Down for longer than it looks back: the open alert is what remembers the series.
  kit.clock.advance(12 * 3_600_000)
  await kit.restart()
  await kit.seconds(20, null)
  expect(kit.told()).toEqual(['firing Silent'])
  await kit.second(1)
  expect(kit.told()).toEqual(['firing Silent', 'resolved Silent'])
})

test('what went long before a start is not missed', async () => {
  const kit = await openTestAlerts()
  const absent = { kind: 'absence', selector: { name: 'thing.size', labels: {} }, windowMs: 10_000 } as const
  await kit.second({ old: 1 })
  kit.clock.advance(12 * 3_600_000)
  await kit.restart()
  await kit.alerts.rules.create(mara, givenRule({ name: 'Silent', condition: absent }))
  await kit.seconds(30, null)
  expect(kit.told()).toEqual([])
  await kit.second({ newer: 1 })
  for (let looks = 0; looks < 3; looks++) await kit.wait(9_000)
  expect(kit.told()).toEqual(['firing newer'])
})

test('a figure that falls by half against the window before is a breach', async () => {
  const kit = await openTestAlerts()
  const condition = {
    kind: 'rate',
    measure: { name: 'thing.size', labels: {}, figure: 'mean', join: 'each', dividedBy: null },
    comparison: 'falls',
    by: 50,
    relative: true,
    windowMs: 10_000,
  } as const
  await kit.alerts.rules.create(mara, givenRule({ name: 'Drop', condition }))
  await kit.seconds(20, 100)
  await kit.seconds(5, 20)
  expect(kit.told()).toEqual([])
  await kit.seconds(5, 20)
  expect(await openOnes(kit)).toMatchObject([
    { sentence: expect.stringMatching(/^thing.size: fell by \d+ % within 10 s, more than 50 %$/) as string },
  ])
})

test('a burn rate is a breach where both windows of a pair are above theirs', async () => {
  let shortRate: number | null = null
  const kit = await openTestAlerts({
    burnOf: () => ({
      windows: [
        { shortRate, longRate: 20, threshold: 14.4 },
        { shortRate: 1, longRate: 1, threshold: 6 },
      ],
    }),
  })
  const condition = { kind: 'burn', objectiveId: '019aa000-0000-7000-8000-000000000001' } as const
  await kit.database.change(mara, { action: 'objective.created', message: 'An objective' }, (tx) =>
    kit.alerts.rules.ofObjectives.insert(tx, condition.objectiveId, givenRule({ name: 'Burn', condition })),
  )
  await kit.alerts.rulesChanged()
  await kit.seconds(2, 1)
  shortRate = 14
  await kit.second(1)
  expect(kit.told()).toEqual([])
  shortRate = 16
  await kit.second(1)
  expect(await openOnes(kit)).toMatchObject([{ sentence: 'The error budget burns 16 times as fast as it may, more than 14 times' }])
})

test('a rule over a day is judged by what is kept', async () => {
  const kit = await openTestAlerts()
  await kit.seconds(5, 90)
  await kit.alerts.rules.create(mara, givenRule({ windowMs: 86_400_000 }))
  await kit.seconds(3, 90)
  expect(await openOnes(kit)).toMatchObject([{ state: 'firing', value: 90 }])
})

test('what cannot be written has not happened: it is tried again until it can', async () => {
  const kit = await openTestAlerts()
  await kit.alerts.rules.create(mara, givenRule())
  kit.refuseNotices(new Error('the disk is full'))
  await kit.seconds(3, 90)
  expect(kit.alerts.open.summary()).toMatchObject({ firing: 0, newest: [] })
  expect(kit.actions()).toEqual(['alert-rule.created'])
  kit.refuseNotices(null)
  await kit.second(90)
  expect(kit.told()).toEqual(['firing Too much'])
  kit.refuseNotices(new Error('the disk is full'))
  await kit.seconds(3, 1)
  expect(kit.alerts.open.summary().firing).toBe(1)
  kit.refuseNotices(null)
  await kit.second(1)
  expect(kit.told()).toEqual(['firing Too much', 'resolved Too much'])
  expect(kit.actions().slice(1)).toEqual(['alert.fired', 'alert.resolved'])
})
