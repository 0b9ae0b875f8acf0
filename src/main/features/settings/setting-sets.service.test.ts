/** Profiles, files and the undo of older changes: seen first, applied as one audited change, undone as one, or not at all. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SettingReview, SettingSource } from '../../../shared/contract/settings.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import type { Client, TestConsole } from '../../test-kit/create-test-console.ts'
import { readActs } from '../../test-kit/read-log.ts'

let gatehouse: TestConsole
let mara: Client
beforeAll(async () => {
  gatehouse = await createTestConsole({ environment: { GATEHOUSE_SETTING_VAULT_STALE_AFTER_DAYS: '90' } })
  mara = (await gatehouse.firstRun()).client
})
afterAll(() => gatehouse.end())

const idle = 'access.session.idleLockMinutes'
const hide = 'vault.hideAfterSeconds'
const file = (values: object | string): SettingSource => ({
  kind: 'file',
  name: 'settings.json',
  text: typeof values === 'string' ? values : JSON.stringify(values),
})
const versionsOf = ({ differences }: SettingReview) => Object.fromEntries(differences.map(({ key, version }) => [key, version]))
const apply = async (source: SettingSource) => mara.settings.apply({ source, versions: versionsOf(await mara.settings.review({ source })) })
const valueOf = async (key: string) => (await mara.settings.list()).find((setting) => setting.key === key)!
const valuesNow = async () => Object.fromEntries((await mara.settings.list()).map(({ key, value, origin }) => [key, [value, origin]]))

test('a profile says what it would change, changes that as one, and is undone as one', async () => {
  const before = await valuesNow()
  const source: SettingSource = { kind: 'profile', profile: 'production' }
  const review = await mara.settings.review({ source })
  const profile = (await mara.settings.profiles()).find(({ name }) => name === 'production')!
  expect(profile).toMatchObject({ settings: review.differences.length + review.same, differences: review.differences.length })
  // 90 days are given by the environment.
  expect(review.differences.map(({ key }) => key)).not.toContain('vault.staleAfterDays')
  expect(review.differences.find(({ key }) => key === idle)).toMatchObject({
    from: { value: 30, origin: 'default' },
    to: { value: 15, origin: 'run time' },
  })
  expect(await valuesNow()).toEqual(before)

  const act = await mara.settings.apply({ source, versions: versionsOf(review) })
  expect(act).toMatchObject({ kind: 'profile', name: 'Production', newest: true })
  expect(act.changes).toHaveLength(review.differences.length)
  expect((await mara.settings.profiles()).find(({ name }) => name === 'production')).toMatchObject({ differences: 0 })
  const entries = await readActs(mara)
  const entered = entries.slice(0, act.changes.length + 1)
  expect(entered.at(-1)).toMatchObject({
    action: 'settings.applied',
    message: `mara applied the profile Production: ${act.changes.length} settings changed`,
  })
  expect(new Set(entered.slice(0, -1).map(({ action }) => action))).toEqual(new Set(['setting.changed']))
  expect((await mara.settings.history({})).acts[0]).toEqual(act)

  await mara.settings.undo({ id: act.id })
  expect(await valuesNow()).toEqual(before)
})

test('a file with faults changes nothing, and all of them are named', async () => {
  const before = [await valuesNow(), await mara.audit.size()]
  const source = file(`{\n "${idle}": 10,\n "${hide}": 0,\n "vault.nothing": 1\n}`)
  const { faults, differences } = await mara.settings.review({ source })
  expect(faults.map(({ line }) => line)).toEqual([3, 4])
  await expect(
    mara.settings.apply({ source, versions: Object.fromEntries(differences.map(({ key, version }) => [key, version])) }),
  ).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('Nothing was changed') as string })
  expect([await valuesNow(), await mara.audit.size()]).toEqual(before)
})

test('what was reviewed is applied or nothing: a change meanwhile is a conflict', async () => {
  const source = file({ [idle]: 12, [hide]: 12 })
  const versions = versionsOf(await mara.settings.review({ source }))
  const { version } = await valueOf(hide)
  const { changeId } = await mara.settings.change({ key: hide, value: 40, version })
  await expect(mara.settings.apply({ source, versions })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect((await valueOf(idle)).value).toBe(30)
  await mara.settings.undo({ id: changeId })
  await expect(mara.settings.apply({ source, versions: {} })).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('where what lies below says the same, nothing is set at run time', async () => {
  await apply(file({ [idle]: 10, 'vault.staleAfterDays': 100 }))
  expect(await valueOf('vault.staleAfterDays')).toMatchObject({ value: 100, origin: 'run time' })
  const act = await apply(file({ [idle]: 30, 'vault.staleAfterDays': 90 }))
  expect(act.changes.map(({ to }) => to)).toEqual([null, null])
  expect(await valueOf(idle)).toMatchObject({ value: 30, origin: 'default' })
  expect(await valueOf('vault.staleAfterDays')).toMatchObject({ value: 90, origin: 'environment' })
})

test('undo of an older change says what it would set now, and sets it', async () => {
  const older = await mara.settings.change({ key: idle, value: 20, version: (await valueOf(idle)).version })
  await mara.settings.change({ key: idle, value: 60, version: (await valueOf(idle)).version })
  const source: SettingSource = { kind: 'undo', id: older.changeId }
  const { differences } = await mara.settings.review({ source })
  expect(differences).toMatchObject([{ key: idle, from: { value: 60 }, to: { value: 30, origin: 'default' } }])
  expect(await apply(source)).toMatchObject({ kind: 'undo', changes: [{ key: idle, from: 60, to: null }] })
  expect((await readActs(mara))[0]?.message).toBe('mara set back “Lock when idle for” from 60 minutes to 30 minutes')
})

test('of an act one change is undone alone by its own id', async () => {
  const act = await apply({ ...file({ [idle]: 44, [hide]: 44 }), name: 'a\nforged.json' } as SettingSource)
  expect(act).toMatchObject({ kind: 'file', name: 'a forged.json' })
  const source: SettingSource = { kind: 'undo', id: act.changes.find(({ key }) => key === hide)!.id }
  expect(await apply(source)).toMatchObject({ changes: [{ key: hide, from: 44 }] })
  expect((await valueOf(idle)).value).toBe(44)
  await expect(mara.settings.undo({ id: act.id })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect((await mara.settings.history({ key: hide })).acts.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['undo', 'file']))
})

test('what is exported is a file that is imported without a difference', async () => {
  for (const what of ['all', 'not-default'] as const) {
    const { url, settings } = await mara.settings.export({ what })
    const response = await gatehouse.core.fetch(new Request(`http://127.0.0.1${url}`), { trusted: true, source: '127.0.0.1' })
    const text = await response.text()
    expect(Object.keys(JSON.parse(text) as object)).toHaveLength(settings)
    expect(await mara.settings.review({ source: file(text) })).toEqual({ faults: [], differences: [], same: settings })
  }
})

test('each profile stands within the limits, names the same settings, and none that a smaller value makes drop data', async () => {
  const settings = await mara.settings.list()
  const values = await Promise.all(
    (['development', 'staging', 'production'] as const).map(async (profile) => {
      const { faults, differences } = await mara.settings.review({ source: { kind: 'profile', profile } })
      expect(faults).toEqual([])
      for (const { key, to } of differences) {
        const { kind, dropsWhenLower } = settings.find((setting) => setting.key === key)!
        expect(dropsWhenLower).toBe(false)
        if (kind.type === 'integer') {
          expect(to.value).toBeGreaterThanOrEqual(kind.floor)
          expect(to.value).toBeLessThanOrEqual(kind.ceiling)
        }
      }
      return (await mara.settings.profiles()).find(({ name }) => name === profile)!.settings
    }),
  )
  expect(new Set(values).size).toBe(1)
})
