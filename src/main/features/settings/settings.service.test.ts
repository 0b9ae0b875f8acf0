/** Settings take effect, are audited, hold against two windows, and can be undone. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import type { Client, FirstRun, TestConsole } from '../../test-kit/create-test-console.ts'
import { readActs } from '../../test-kit/read-log.ts'

let gatehouse: TestConsole
let mara: FirstRun
beforeEach(async () => {
  gatehouse = await createTestConsole({ environment: { GATEHOUSE_SETTING_ACCESS_SESSION_ABSOLUTE_HOURS: '24' } })
  mara = await gatehouse.firstRun()
})
afterEach(() => gatehouse.end())

const idle = 'access.session.idleLockMinutes'
const settingOf = async (client: Client, key: string) => (await client.settings.list()).find((setting) => setting.key === key)!

test('each setting tells its value, where it comes from and its limits', async () => {
  expect(await settingOf(mara.client, idle)).toMatchObject({
    value: 30,
    default: 30,
    origin: 'default',
    version: 0,
    kind: { type: 'integer', floor: 1, ceiling: 480, unit: 'minutes' },
  })
  expect(await settingOf(mara.client, 'access.session.absoluteHours')).toMatchObject({ value: 24, default: 12, origin: 'environment' })
})

test('a change stands above file and environment, takes effect at once, survives a restart, and is in the log with from and to', async () => {
  const { setting } = await mara.client.settings.change({ key: 'access.session.absoluteHours', value: 2, version: 0 })
  expect(setting).toMatchObject({ value: 2, origin: 'run time', version: 1 })
  const [entry] = await readActs(mara.client)
  expect(entry).toMatchObject({
    action: 'setting.changed',
    severity: 'medium',
    actor: { name: 'mara' },
    message: 'mara changed “Session ends after” from 24 hours to 2 hours',
  })
  expect((await mara.client.audit.entry({ sequence: entry!.sequence })).detail).toMatchObject({ from: 24, to: 2 })
  await gatehouse.restart()
  expect(await settingOf(mara.client, 'access.session.absoluteHours')).toMatchObject({ value: 2 })
})

test('what is out of range is refused with the range, and nothing is entered', async () => {
  const before = await mara.client.audit.size()
  for (const value of [0, 481, 1.5, true, 'many']) {
    await expect(mara.client.settings.change({ key: idle, value, version: 0 })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  }
  await expect(mara.client.settings.change({ key: 'access.none', value: 1, version: 0 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await mara.client.audit.size()).toEqual(before)
})

test('of two windows the second is told what the first one set', async () => {
  await mara.client.settings.change({ key: idle, value: 10, version: 0 })
  await expect(mara.client.settings.change({ key: idle, value: 20, version: 0 })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('now 10 minutes') as string,
  })
  expect(await settingOf(mara.client, idle)).toMatchObject({ value: 10, version: 1 })
})

test('the newest change can be undone, an older one only after it, and undoing is itself in the history and the log', async () => {
  const first = await mara.client.settings.change({ key: idle, value: 10, version: 0 })
  const second = await mara.client.settings.change({ key: idle, value: 20, version: 1 })
  await expect(mara.client.settings.undo({ id: first.changeId })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await mara.client.settings.undo({ id: second.changeId })).toMatchObject({ kind: 'undo', changes: [{ from: 20, to: 10 }] })
  const { acts } = await mara.client.settings.history({})
  expect(acts.map(({ newest, changes: [change] }) => ({ was: change?.fromInForce, from: change?.from, to: change?.to, newest }))).toEqual([
    { was: 20, from: 20, to: 10, newest: true },
    { was: 10, from: 10, to: 20, newest: false },
    { was: 30, from: null, to: 10, newest: false },
  ])
  expect((await readActs(mara.client))[0]?.message).toBe('mara set back “Lock when idle for” from 20 minutes to 10 minutes')
})

test('a reset goes back to what lies below, and its version goes on counting', async () => {
  await mara.client.settings.change({ key: idle, value: 10, version: 0 })
  expect((await mara.client.settings.change({ key: idle, value: null, version: 1 })).setting).toMatchObject({
    value: 30,
    origin: 'default',
    version: 2,
  })
})
