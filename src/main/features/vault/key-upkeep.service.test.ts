import { expect, test } from 'vitest'
import { createIds } from '../../../ports/ids.ts'
import { silentLogger } from '../../../ports/logger.ts'
import { Secret } from '../../../ports/secret.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import { createTestVault } from '../../test-kit/create-test-vault.ts'
import { createApiKeys } from './api-keys.service.ts'
import type { KeyRing, Keys } from './key-ring.ts'
import { createKeyReminders } from './key-reminders.service.ts'
import { createKeyUpkeep, resealKeys } from './key-upkeep.service.ts'
import { joinKeys, makeKey } from './open-keys.ts'
import { fingerprintOf, readText } from './stored-text.service.ts'
import { keyById, keyWithFingerprint } from './api-key.store.ts'

const hour = 3_600_000

/** As after a change of the data key: another key to seal with, the same to hash with. */
const macKey = new Secret(makeKey())
const makeRing = (): KeyRing =>
  joinKeys({ masterKeyId: 'm', masterKey: new Secret(makeKey()), dataKeyId: 'd', dataKey: new Secret(makeKey()), macKey }).ring

const setUp = () => {
  const kit = openTestDatabase()
  const { database, clock } = kit
  const rings = { now: makeRing() }
  const keys = { ring: () => rings.now } as Keys
  const days = { 'vault.keepDeletedDays': 30 } as Record<string, number>
  const settings = { get: (key: string) => days[key] ?? 60 }
  const reminders = createKeyReminders({ database, clock, settings: { get: () => false } })
  const upkeep = createKeyUpkeep({ database, clock, settings, logger: silentLogger, reminders })
  const apiKeys = createApiKeys({ database, keys, ids: createIds(clock), clock, settings, onDueChanged: () => upkeep.plan() })
  const add = (label: string, text: string) => apiKeys.add(bySystem, { label, text, tags: [], provider: null, expiresAtMs: null })
  const kept = (id: string) => apiKeys.get(id).versions.map((version) => version.state.kind)
  return {
    ...kit,
    rings,
    upkeep,
    apiKeys,
    add,
    kept,
    days,
    textsLeft: () => kit.outside().prepare('SELECT count(*) FROM api_key_version WHERE sealed IS NOT NULL').pluck().get(),
  }
}
const next = (text: string, overlapMs: number) => ({ text, overlapMs, expiresAtMs: null })

test('while the console runs, an overlap ends by itself at its time, and the text of the version before is destroyed', async () => {
  const vault = await createTestVault()
  const { id, version } = await vault.add('the first text of this key')
  await vault.client.vault.rotate({ id, version, text: 'the second text of this key', overlapMs: 600_000, expiresAtMs: null })
  const left = vault.outside().prepare('SELECT count(*) FROM api_key_version WHERE sealed IS NOT NULL').pluck()
  vault.console.clock.advance(599_999)
  expect(left.get()).toBe(2)
  vault.console.clock.advance(1)
  await expect.poll(() => left.get()).toBe(1)
  expect(await vault.log('key.overlap-ended')).toMatchObject([{ actor: { kind: 'system', name: 'gatehouse' }, count: 1 }])
})

test('a version whose overlap is over is refused even where nobody has destroyed it yet', async () => {
  const { database, apiKeys, add, clock, rings, kept } = setUp()
  const { id, version } = await add('a', 'the first text')
  await apiKeys.rotate(bySystem, { id, version }, next('the second text', hour))
  clock.setNow(clock.now() + hour)
  expect(() => database.read((db) => readText(db, rings.now, keyById(db, id)!, 1, clock.now()))).toThrow(/was destroyed/)
  expect(kept(id)).toEqual(['current', 'replaced'])
  expect(apiKeys.list(false)[0]!.state).toEqual({ kind: 'active' })
})

test('what fell due while the console did not run is done at its start', async () => {
  const { apiKeys, add, clock, upkeep, textsLeft } = setUp()
  const { id, version } = await add('a', 'the first text')
  await apiKeys.rotate(bySystem, { id, version }, next('the second text', hour))
  upkeep.stop()
  clock.advance(2 * hour)
  expect(textsLeft()).toBe(2)
  await upkeep.start()
  expect(textsLeft()).toBe(1)
})

test('rotating again leaves each older version its own overlap', async () => {
  const { apiKeys, add, clock, upkeep, kept } = setUp()
  await upkeep.start()
  const { id, version } = await add('a', 'the first text')
  const { version: second } = await apiKeys.rotate(bySystem, { id, version }, next('the second text', 2 * hour))
  await apiKeys.rotate(bySystem, { id, version: second }, next('the third text', hour))
  expect(kept(id)).toEqual(['current', 'overlap', 'overlap'])
  clock.advance(hour)
  expect(kept(id)).toEqual(['current', 'replaced', 'overlap'])
  clock.advance(hour)
  expect(kept(id)).toEqual(['current', 'replaced', 'replaced'])
})

test('a shorter time to keep deleted keys destroys what is older within the hour', async () => {
  const { apiKeys, add, clock, upkeep, days } = setUp()
  await upkeep.start()
  const { id, version } = await add('a', 'some text')
  await apiKeys.remove(bySystem, { id, version })
  clock.advance(48 * hour)
  await expect.poll(() => apiKeys.list(true)).toHaveLength(1)
  days['vault.keepDeletedDays'] = 1
  clock.advance(hour)
  await expect.poll(() => apiKeys.list(true)).toHaveLength(0)
})

test('after a stop nothing waits any more', async () => {
  const { add, clock, upkeep } = setUp()
  await upkeep.start()
  await add('a', 'some text')
  expect(clock.waiting()).toBeGreaterThan(0)
  upkeep.stop()
  upkeep.plan()
  expect(clock.waiting()).toBe(0)
})

test('under another data key every text opens with the new ring alone, and is still found by its fingerprint', async () => {
  const { database, apiKeys, add, rings, clock } = setUp()
  const ids: string[] = []
  for (let index = 0; index < 230; index++) ids.push((await add(`key ${index}`, `text number ${index}`)).id)
  await apiKeys.rotate(bySystem, { id: ids[0]!, version: 1 }, next('the second text', hour))
  await apiKeys.revoke(bySystem, { id: ids[1]!, version: 1 })
  const [from, to] = [rings.now, makeRing()]
  const count = await database.change(bySystem, { action: 'test.resealed', message: 'A test sealed anew' }, (tx) =>
    resealKeys(tx, from, to),
  )
  expect(count).toBe(230)
  const read = (ring: KeyRing, id: string, number: number) =>
    database.read((db) => readText(db, ring, keyById(db, id)!, number, clock.now()))
  expect([read(to, ids[0]!, 1), read(to, ids[0]!, 2), read(to, ids[229]!, 1)]).toEqual([
    'text number 0',
    'the second text',
    'text number 229',
  ])
  expect(() => read(from, ids[2]!, 1)).toThrow(/does not open/)
  expect(database.read((db) => keyWithFingerprint(db, fingerprintOf(to, 'text number 5')))).toMatchObject({ id: ids[5] })
})

test('one text that does not open stops the change of the data key, by name, and leaves all as it was', async () => {
  const { database, add, rings, clock, outside } = setUp()
  const fine = await add('fine', 'text that is fine')
  const broken = await add('broken', 'text to break')
  outside().prepare("UPDATE api_key_version SET sealed = x'00' WHERE key_id = ?").run(broken.id)
  const reseal = database.change(bySystem, { action: 'test.resealed', message: 'A test sealed anew' }, (tx) =>
    resealKeys(tx, rings.now, makeRing()),
  )
  await expect(reseal).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE', message: expect.stringContaining('“broken”') })
  expect(database.read((db) => readText(db, rings.now, keyById(db, fine.id)!, 1, clock.now()))).toBe('text that is fine')
})

test('a key that is restored while others are purged stays', async () => {
  const { upkeep, apiKeys, add, clock, database } = setUp()
  upkeep.stop()
  const [first, second] = [await add('a', 'the text of the first'), await add('b', 'the text of the second')]
  await apiKeys.remove(bySystem, first)
  // So that the first is purged first.
  clock.advance(1)
  const { version } = await apiKeys.remove(bySystem, second)
  clock.advance(31 * 24 * hour)
  let restored = false
  const change: typeof database.change = async (...given) => {
    const result = await database.change(...given)
    if (!restored) await apiKeys.restore(bySystem, { id: second.id, version })
    restored = true
    return result
  }
  const settings = { get: () => 30 }
  const reminders = createKeyReminders({ database, clock, settings: { get: () => false } })
  await createKeyUpkeep({ database: { ...database, change }, clock, settings, logger: silentLogger, reminders }).start()
  expect(apiKeys.list(false).map((key) => key.label)).toEqual(['b'])
  expect(apiKeys.list(true)).toEqual([])
})

test('two looks at the same time enter the end of each overlap once', async () => {
  const { upkeep, apiKeys, add, clock, database } = setUp()
  for (const label of ['a', 'b']) {
    const { id, version } = await add(label, `the first text of ${label}`)
    await apiKeys.rotate(bySystem, { id, version }, next(`the second text of ${label}`, hour))
  }
  upkeep.stop()
  clock.advance(hour)
  await Promise.all([upkeep.start(), upkeep.start()])
  const ended = `SELECT count(*) AS entries FROM log_entry JOIN log_text ON log_text.id = log_entry.action WHERE text = 'key.overlap-ended'`
  expect(database.read((db) => db.get(ended))).toEqual({ entries: 2 })
})
