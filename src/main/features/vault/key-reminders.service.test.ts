import { expect, test } from 'vitest'
import { createIds } from '../../../ports/ids.ts'
import { silentLogger } from '../../../ports/logger.ts'
import { Secret } from '../../../ports/secret.ts'
import { createTestVault } from '../../test-kit/create-test-vault.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import { setRole } from '../../test-kit/set-role.ts'
import { createApiKeys } from './api-keys.service.ts'
import type { Keys } from './key-ring.ts'
import { createKeyReminders } from './key-reminders.service.ts'
import { createKeyUpkeep } from './key-upkeep.service.ts'
import { makeKeys } from './open-keys.ts'

const day = 86_400_000

const setUp = () => {
  const kit = openTestDatabase()
  const { clock } = kit
  const { ring } = makeKeys('m', new Secret(new Uint8Array(32)), 'd')
  const on = { now: true }
  const settings = { get: () => 30 }
  const make = () => {
    const { database } = kit
    const reminders = createKeyReminders({ database, clock, settings: { get: () => on.now } })
    const upkeep = createKeyUpkeep({ database, clock, settings, logger: silentLogger, reminders })
    const keys = { ring: () => ring } as Keys
    const apiKeys = createApiKeys({ database, keys, ids: createIds(clock), clock, settings, onDueChanged: () => upkeep.plan() })
    return { reminders, upkeep, apiKeys }
  }
  const told = () => kit.outside().prepare('SELECT days_before FROM api_key_reminder ORDER BY told_at_ms, days_before DESC').pluck().all()
  const entries = () =>
    kit
      .outside()
      .prepare("SELECT count(*) FROM log_entry JOIN log_text ON log_text.id = log_entry.action WHERE log_text.text LIKE 'key.expire%'")
      .pluck()
      .get()
  return { kit, clock, on, make, told, entries }
}
const expiring = (label: string, expiresAtMs: number) => ({ label, text: `the text of ${label}`, tags: [], provider: null, expiresAtMs })
/** Lets what fell due be written. */
const settled = async (told: () => unknown[], count: number) => {
  await expect.poll(() => told().length).toBe(count)
}

test('once each, 30, 7 and 1 days before and when it is over, while the console runs', async () => {
  const { clock, make, told, entries } = setUp()
  const { upkeep, apiKeys, reminders } = make()
  await upkeep.start()
  await apiKeys.add(bySystem, expiring('research', clock.now() + 40 * day))
  for (const [passed, count] of [
    [10 * day - 1, 0],
    [1, 1],
    [22 * day, 1],
    [day, 2],
    [6 * day, 3],
    [day, 4],
    [100 * day, 4],
  ] as const) {
    clock.advance(passed)
    await settled(told, count)
  }
  expect(told()).toEqual([30, 7, 1, 0])
  expect(entries()).toBe(4)
  expect(reminders.list()).toMatchObject([{ label: 'research', daysBefore: 0 }])
  upkeep.stop()
})

test('a restart tells nothing again; a clock that jumps ahead tells the most urgent alone, and one that steps back nothing twice', async () => {
  const { kit, clock, make, told } = setUp()
  const { apiKeys } = make()
  await apiKeys.add(bySystem, expiring('research', clock.now() + 40 * day))
  const lookAgain = async () => {
    await kit.reopen()
    const { upkeep, reminders } = make()
    await upkeep.start()
    upkeep.stop()
    return reminders.list().map(({ daysBefore }) => daysBefore)
  }
  expect(await lookAgain()).toEqual([])
  const startMs = clock.now()
  clock.setNow(startMs + 39.5 * day)
  expect([await lookAgain(), await lookAgain()]).toEqual([[1], [1]])
  expect(told()).toEqual([1])
  clock.setNow(startMs + 12 * day)
  expect(await lookAgain()).toEqual([1])
  clock.setNow(startMs + 39.6 * day)
  expect(await lookAgain()).toEqual([1])
  clock.setNow(startMs + 41 * day)
  expect(await lookAgain()).toEqual([0])
  expect(told()).toEqual([1, 0])
})

test('another expiry is another reminder; a key that is revoked or deleted has none, and goes for good with what was told', async () => {
  const { kit, clock, make, told } = setUp()
  const { upkeep, apiKeys, reminders } = make()
  const add = (label: string) => apiKeys.add(bySystem, expiring(label, clock.now() + 40 * day))
  const keys = [await add('edited'), await add('rotated'), await add('revoked'), await add('deleted')] as const
  clock.advance(35 * day)
  await upkeep.start()
  expect(told()).toEqual([7, 7, 7, 7])
  const [edited, rotated, revoked, deleted] = keys
  await apiKeys.edit(bySystem, edited, { ...edited, expiresAtMs: clock.now() + 60 * day })
  await apiKeys.rotate(bySystem, rotated, { text: 'another text', overlapMs: 0, expiresAtMs: null })
  await apiKeys.revoke(bySystem, revoked)
  await apiKeys.remove(bySystem, deleted)
  expect(reminders.list()).toEqual([])
  clock.advance(31 * day)
  await expect.poll(() => reminders.list()).toMatchObject([{ keyId: edited.id, daysBefore: 30 }])
  await expect.poll(() => apiKeys.list(true)).toEqual([])
  expect(kit.outside().prepare('SELECT count(*) FROM api_key_reminder WHERE key_id = ?').pluck().get(deleted.id)).toBe(0)
  upkeep.stop()
})

test('switched off it tells nothing; switched on again what is due then', async () => {
  const { clock, on, make, told } = setUp()
  const { upkeep, apiKeys, reminders } = make()
  on.now = false
  await apiKeys.add(bySystem, expiring('research', clock.now() + 40 * day))
  await upkeep.start()
  clock.advance(39 * day)
  expect([reminders.list(), told()]).toEqual([[], []])
  on.now = true
  clock.advance(day / 2)
  await settled(told, 1)
  expect(told()).toEqual([1])
  upkeep.stop()
})

test('two looks at the same time tell once', async () => {
  const { clock, make, told, entries } = setUp()
  const { upkeep, apiKeys } = make()
  await apiKeys.add(bySystem, expiring('research', clock.now() + 40 * day))
  clock.advance(38 * day)
  await Promise.all([upkeep.start(), upkeep.start()])
  expect([told(), entries()]).toEqual([[7], 1])
  upkeep.stop()
})

test('who may change keys dismisses a reminder, for everybody and up to the next one; it raises no incident', async () => {
  const vault = await createTestVault()
  const { client, console } = vault
  const { id } = await client.vault.add({ label: 'research', text: 'a text', expiresAtMs: console.clock.now() + 40 * day })
  vault
    .outside()
    .exec(
      `UPDATE api_key_version SET stored_at_ms = stored_at_ms - ${40 * day}; UPDATE api_key SET expires_at_ms = ${console.clock.now() + day / 2}`,
    )
  await console.restart()
  const [reminder] = await client.vault.reminders()
  expect(reminder).toMatchObject({ keyId: id, label: 'research', daysBefore: 1 })
  expect(await vault.log('key.expires-soon')).toMatchObject([
    { severity: 'high', actor: { kind: 'system' }, message: 'The key “research” expires within a day', target: { id } },
  ])
  setRole(vault.console, 'viewer')
  expect(await client.vault.reminders()).toHaveLength(1)
  await expect(client.vault.dismissReminder(reminder!)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  setRole(vault.console, 'operator')
  await client.vault.dismissReminder(reminder!)
  await client.vault.dismissReminder(reminder!)
  expect(await client.vault.reminders()).toEqual([])
  expect(await vault.log('key.reminder-dismissed')).toMatchObject([{ actor: { name: 'mara' }, target: { id } }])
  expect((await client.incidents.level()).level).toBe('normal')
})
