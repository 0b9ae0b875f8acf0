import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createIds } from '../../../ports/ids.ts'
import { createLiveEvents } from '../../../ports/live-events.ts'
import { silentLogger } from '../../../ports/logger.ts'
import { migrations } from '../../console/migrations.ts'
import type { By, Database } from '../../database/database.ts'
import { openDatabase } from '../../database/open-database.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { settingKeys } from './settings.registry.ts'
import type { SettingKey } from './settings.registry.ts'
import { createSettings } from './settings.service.ts'
import type { Settings } from './settings.service.ts'

const idle = 'access.session.idleLockMinutes'
const clock = createHandClock()
const ids = createIds(clock)
const events = createLiveEvents()
const by: By = { actor: { kind: 'user', id: 'mara-id', name: 'mara' }, source: '127.0.0.1', requestId: null }

let directory: string
let database: Database
let settings: Settings
const start = (environment: NodeJS.ProcessEnv = {}) =>
  createSettings({ database, ids, clock, events, dataDirectory: directory, environment })
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-settings-'))
  database = openDatabase({ directory, migrations, clock, ids, logger: silentLogger, onAppended: () => {}, onStorageChange: () => {} })
  settings = start()
})
afterEach(async () => {
  await database.close()
  rmSync(directory, { recursive: true })
})

const versionOf = (key: string) => settings.list().find((setting) => setting.key === key)!.version
const change = (value: number | string | null, key: string = idle, role: 'admin' | 'operator' = 'admin') =>
  settings.change(by, role, key, value, versionOf(key))
const history = (key: string | null = null) => settings.history({ key, before: null, limit: 50 }).acts

test('every setting has a value within its limits, from its default', () => {
  for (const setting of settings.list()) {
    expect(setting).toMatchObject({ origin: 'default', value: setting.default, version: 0 })
    if (setting.kind.type === 'integer') {
      expect(setting.default).toBeGreaterThanOrEqual(setting.kind.floor)
      expect(setting.default).toBeLessThanOrEqual(setting.kind.ceiling)
    }
  }
  expect(settings.get(idle)).toBe(30)
})

test('run time stands above environment, environment above file, file above default', async () => {
  writeFileSync(join(directory, 'settings.json'), JSON.stringify({ [idle]: 20 }))
  settings = start()
  expect(settings.list().find(({ key }) => key === idle)).toMatchObject({ value: 20, origin: 'file' })
  settings = start({ GATEHOUSE_SETTING_ACCESS_SESSION_IDLE_LOCK_MINUTES: '15' })
  expect(settings.list().find(({ key }) => key === idle)).toMatchObject({ value: 15, origin: 'environment' })
  const { setting } = await change(10)
  expect(setting).toMatchObject({ value: 10, origin: 'run time', version: 1 })
  expect(setting.layers).toEqual([
    { origin: 'run time', value: 10 },
    { origin: 'environment', value: 15 },
    { origin: 'file', value: 20 },
    { origin: 'default', value: 30 },
  ])
  const reset = await change(null)
  expect(reset.setting).toMatchObject({ value: 15, origin: 'environment', version: 2 })
})

test('the edges of the range are allowed', async () => {
  await expect(change(1)).resolves.toBeDefined()
  await expect(change(480)).resolves.toBeDefined()
})

test('a role without the permission changes and undoes nothing', async () => {
  const { changeId } = await change(10)
  await expect(change(20, idle, 'operator')).rejects.toMatchObject({ code: 'NOT_PERMITTED', data: { permission: 'users:manage' } })
  await expect(settings.undo(by, 'operator', changeId)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  const source = { kind: 'profile', profile: 'production' } as const
  const versions = Object.fromEntries(settings.review(source).differences.map(({ key, version }) => [key, version]))
  await expect(settings.apply(by, 'operator', source, versions)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  await expect(settings.apply(by, ['settings:read'], source, versions)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  expect(settings.get(idle)).toBe(10)
})

test('undo of the first change goes back below run time', async () => {
  const { changeId } = await change(10)
  await settings.undo(by, 'admin', changeId)
  expect(settings.list().find(({ key }) => key === idle)).toMatchObject({ value: 30, origin: 'default' })
})

test('only the newest change of a setting is undone, whatever happened to others', async () => {
  const older = await change(10)
  const newer = await change(20)
  await change(8, 'access.session.absoluteHours')
  await expect(settings.undo(by, 'admin', older.changeId)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(history().map(({ newest, changes }) => [changes[0]?.key, newest])).toEqual([
    ['access.session.absoluteHours', true],
    [idle, true],
    [idle, false],
  ])
  await expect(settings.undo(by, 'admin', newer.changeId)).resolves.toMatchObject({ changes: [{ key: idle, from: 20, to: 10 }] })
  await expect(settings.undo(by, 'admin', ids.next())).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('the history keeps what it was told: no row is edited or removed', async () => {
  await change(10)
  const write = (sql: string) => database.change(by, { action: 'test.tampered', message: 'A test wrote this' }, (tx) => tx.run(sql))
  await expect(write("UPDATE setting_change SET to_value = '5'")).rejects.toThrow('append-only')
  await expect(write('DELETE FROM setting_change')).rejects.toThrow('append-only')
})

test('the history of before acts were kept is told as acts of one change each', async () => {
  await change(10)
  await database.change(by, { action: 'test.tampered', message: 'A test wrote this' }, (tx) =>
    tx.run(
      `INSERT INTO setting_change (sequence, id, key, from_value, to_value, actor_name, at_ms) VALUES (2, '${ids.next()}', '${idle}', '10', NULL, 'jo', 5)`,
    ),
  )
  expect(history()).toMatchObject([
    { kind: 'reset', actorName: 'jo', changes: [{ from: 10, to: null }] },
    { kind: 'change', actorName: 'mara', newest: false },
  ])
})

test('a long history comes in pieces, of all settings or of one', async () => {
  for (const value of [5, 6, 7]) await change(value)
  await change(20, 'access.password.minLength')
  const { acts, more } = settings.history({ key: idle, before: null, limit: 2 })
  expect(acts.map(({ changes }) => changes[0]?.to)).toEqual([7, 6])
  expect(more).toBe(true)
  const rest = settings.history({ key: idle, before: acts.at(-1)!.sequence, limit: 2 })
  expect(rest).toMatchObject({ acts: [{ changes: [{ to: 5 }] }], more: false })
})

test('a stored value that is no longer allowed is passed over', async () => {
  await change(10)
  await database.change(by, { action: 'test.tampered', message: 'A test wrote this' }, (tx) => tx.run("UPDATE setting SET value = '9999'"))
  expect(
    start()
      .list()
      .find(({ key }) => key === idle),
  ).toMatchObject({ value: 30, origin: 'default' })
})

test('after any sequence of changes, resets and undos the value in force is the one last written', async () => {
  const step = fc.oneof(fc.integer({ min: 12, max: 20 }), fc.constant(null), fc.constant('undo' as const))
  const key: SettingKey = 'access.password.minLength'
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
      const before: (number | null)[] = []
      let present = settings.list().find((setting) => setting.key === key)!.origin === 'run time' ? settings.get(key) : null
      for (const one of steps) {
        const next = one === 'undo' ? before.pop() : one
        if (next === undefined) continue
        if (one === 'undo') await settings.undo(by, 'admin', history(key)[0]!.id)
        else await change(one, key)
        if (one === 'undo') before.length = 0
        else before.push(present)
        present = next
        expect(settings.get(key)).toBe(present ?? 12)
      }
    }),
    { numRuns: 15 },
  )
  expect(settings.list().map((setting) => setting.key)).toEqual(settingKeys)
})
