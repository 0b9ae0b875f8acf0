/** Alerts through a whole console: a real figure of its own processor time, the engine, the log, and who may do what. */
import { expect, onTestFinished, test } from 'vitest'
import { givenRule } from '../test-kit/given-rule.ts'
import { createTestConsole } from '../test-kit/create-test-console.ts'
import { setRole } from '../test-kit/set-role.ts'

/** So much processor time of this process, however busy the machine is. */
const burn = (ms: number) => {
  const before = process.cpuUsage()
  for (let spent = 0; spent < ms * 1000;) {
    const { user, system } = process.cpuUsage(before)
    spent = user + system
  }
}

test('a rule over a real figure fires, is taken up, resolves, and stands in the log and in the charts', async () => {
  const console = await createTestConsole()
  onTestFinished(() => console.end())
  const { client } = await console.firstRun()
  const busy = givenRule({ name: 'Console busy', measure: { name: 'console.cpu' }, value: 35, windowMs: 1_000 })
  const { id } = await client.alerts.createRule(busy)
  expect((await client.alerts.rules()).filter(({ isBuiltIn }) => isBuiltIn)).toHaveLength(7)

  const state = async () => (await client.alerts.rules()).find((rule) => rule.id === id)!.state
  const step = (load: number) => async () => {
    burn(load)
    console.clock.advance(1_000)
    return state()
  }
  await expect.poll(step(0), { timeout: 20_000, interval: 20 }).toBe('well')
  await expect.poll(step(500), { timeout: 60_000, interval: 20 }).toBe('firing')
  const [alert] = (await client.alerts.list({ ruleId: id })).alerts
  expect(alert).toMatchObject({
    state: 'firing',
    unit: 'percent',
    sentence: expect.stringMatching(/^Processor used by the console: \d+ %, above 35 %$/) as string,
  })
  expect(await client.alerts.summary()).toMatchObject({ firing: 1, acknowledged: 0, worst: 'medium' })

  const taken = await client.alerts.acknowledge({ id: alert!.id, version: alert!.version, note: 'it is me' })
  expect(taken.acknowledged).toMatchObject({ by: 'mara', note: 'it is me' })
  await expect.poll(step(0), { timeout: 20_000, interval: 20 }).toBe('well')
  const { course } = await client.alerts.alert({ id: alert!.id })
  expect(course.map(({ word }) => word)).toEqual(['fired', 'acknowledged', 'resolved'])

  const nowMs = console.clock.now()
  const past = await client.alerts.preview({ rule: busy, fromMs: nowMs - 3_600_000, toMs: nowMs })
  expect(past.sentence).toMatch(/^Would have fired (?:once|twice|\d+ times) in the last hour, for /)
  const words = (await client.monitoring.annotations({ fromMs: nowMs - 3_600_000, toMs: nowMs + 1 })).map(({ word }) => word)
  expect(words).toEqual(expect.arrayContaining(['alert fired', 'alert resolved']))
  expect((await client.incidents.list({ state: 'all', before: null, limit: 10 })).incidents).toEqual([])

  setRole(console, 'viewer')
  const refused = (permission: string) => ({ code: 'NOT_PERMITTED', data: { permission } })
  const { alerts } = client
  const match = { ruleId: null, group: null, labels: {} }
  for (const call of [
    alerts.createRule(busy),
    alerts.changeRule({ ...busy, id, version: 1 }),
    alerts.setRuleEnabled({ id, version: 1, enabled: false }),
    alerts.deleteRule({ id, version: 1 }),
    alerts.restoreRule({ id }),
  ])
    await expect(call).rejects.toMatchObject(refused('alerts:write'))
  for (const call of [
    alerts.acknowledge({ id, version: 1 }),
    alerts.unacknowledge({ id, version: 1 }),
    alerts.silence({ match, untilMs: nowMs + 60_000, reason: 'x' }),
    alerts.endSilence({ id, version: 1 }),
  ])
    await expect(call).rejects.toMatchObject(refused('alerts:acknowledge'))
  expect(await alerts.rules()).toHaveLength(8)
  await expect(console.client().alerts.summary()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
})
