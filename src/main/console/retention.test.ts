/** Retention in a whole console: a setting is changed, the oldest days go, the log verifies and says from where. */
import { expect, onTestFinished, test } from 'vitest'
import { createTestConsole } from '../test-kit/create-test-console.ts'
import type { Client } from '../test-kit/create-test-console.ts'
import { readLog } from '../test-kit/read-log.ts'

const dayMs = 86_400_000

const actionsOf = async (client: Client) => (await readLog(client)).map(({ action }) => action)

/** Twenty days with an entry each, and an administrator who has just signed in. */
const twentyDays = async () => {
  const gatehouse = await createTestConsole()
  onTestFinished(() => gatehouse.end())
  const { core, clock, client } = gatehouse
  const mara = await gatehouse.firstRun()
  for (let day = 0; day < 20; day++) {
    clock.setNow(clock.now() + dayMs)
    core.noteHostEvent({ kind: 'link-used', source: `10.0.0.${day}` })
    // An entry of the day is in before the next begins.
    await client().console.status()
    await client().access.state()
  }
  const step = await client().access.signIn({ name: mara.name, password: mara.password })
  if (step.kind !== 'code') throw new Error(step.kind)
  const { token } = await client().access.submitCode({ ticket: step.ticket, code: mara.code() })
  return { ...gatehouse, admin: client(token) }
}

test('a shorter time to keep the log drops the oldest days at once, and the log says so and verifies', async () => {
  const { admin, clock } = await twentyDays()
  expect(await admin.audit.retention()).toMatchObject({
    horizonSequence: 0,
    keepDays: 365,
    maxMegabytes: 20_000,
    state: 'idle',
    lastDropAtMs: null,
  })
  expect(await actionsOf(admin)).toContain('console.started')

  const { version } = (await admin.settings.list()).find(({ key }) => key === 'audit.keepDays')!
  await admin.settings.change({ key: 'audit.keepDays', value: 7, version })
  clock.advance(60_000)

  const kept = await admin.audit.retention()
  expect(kept).toMatchObject({ keepDays: 7, state: 'idle' })
  expect(kept.horizonSequence).toBeGreaterThan(10)
  expect(clock.now() - kept.oldestAtMs!).toBeLessThanOrEqual(9 * dayMs)
  expect(clock.now() - kept.lastDropAtMs!).toBeLessThanOrEqual(60_000)
  const actions = await actionsOf(admin)
  expect(actions).toContain('log.trimmed')
  expect(actions).not.toContain('console.started')
  await expect(admin.audit.entry({ sequence: 1 })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringMatching(/^Entry 1 is no longer kept: retention dropped the entries up to \d+ on 2026-12-/) as string,
  })
  for await (const event of await admin.audit.verify({ restart: true }))
    if (event.kind === 'verdict') expect(event.verdict).toMatchObject({ intact: true, firstSequence: kept.horizonSequence + 1 })
})

test('what it keeps is told to those who may read the log, and to nobody else', async () => {
  const { client, admin } = await twentyDays()
  await expect(client().audit.retention()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
  await expect(admin.settings.change({ key: 'audit.keepDays', value: 6, version: 0 })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(admin.settings.change({ key: 'audit.maxMegabytes', value: 99, version: 0 })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})
