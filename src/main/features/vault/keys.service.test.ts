import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createMemoryKeychain } from '../../test-kit/memory-keychain.ts'
import type { MemoryKeychain } from '../../test-kit/memory-keychain.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import type { TestDatabase } from '../../test-kit/open-test-database.ts'
import { absentKeychain, firstRun, given, openSecret, sealedText, startKeys } from '../../test-kit/start-keys.ts'
import type { GivenMasterKey } from './given-master-key.ts'

const reasonOf = (state: { kind: string; reason?: string }) => {
  expect(state.kind).toBe('unavailable')
  return state.reason!
}

const places = {
  keychain: () => ({ keychain: createMemoryKeychain(), given: null }),
  file: () => ({ keychain: createMemoryKeychain(), given: given('file') }),
  environment: () => ({ keychain: createMemoryKeychain(), given: given('environment') }),
}

test.each(['keychain', 'file', 'environment'] as const)(
  'a key in the %s is used at first run and opens the vault at the next start',
  async (place) => {
    const how = { opened: openTestDatabase(), ...places[place]() }
    const { keys, sealed, mac } = await firstRun(how)
    expect(keys.place()).toBe(place)
    expect(how.keychain.entries.size).toBe(place === 'keychain' ? 1 : 0)
    await how.opened.reopen()
    const next = await startKeys(how)
    expect(next.keys.state()).toEqual({ kind: 'open' })
    expect(next.told).toEqual(['status-changed'])
    expect(openSecret(next.keys, sealed)).toBe(sealedText)
    expect(next.keys.ring().mac('label', 'data')).toEqual(mac)
    expect(next.keys.ring().mac('other label', 'data')).not.toEqual(mac)
  },
)

const snapshot = (opened: TestDatabase, keychain: MemoryKeychain) => ({
  entries: [...keychain.entries],
  rows: opened.database.read((db) => [
    db.all('SELECT * FROM master_key'),
    db.all('SELECT * FROM key_slot'),
    db.all('SELECT * FROM log_key'),
  ]),
})

const only = (entries: Map<string, string>): string => [...entries.keys()][0]!
type Ruin = (how: { keychain: MemoryKeychain; given: GivenMasterKey | null }) => void

test.each([
  ['keychain', 'is locked', ({ keychain }) => keychain.refuse('The keychain is locked.'), /^The keychain is locked\./],
  [
    'keychain',
    'holds no entry any more',
    ({ keychain }) => keychain.entries.clear(),
    /holds no master key of this installation\. Nothing was overwritten/,
  ],
  [
    'keychain',
    'holds another key',
    ({ keychain }) => void keychain.entries.set(only(keychain.entries), randomBytes(32).toString('base64')),
    /is not the one of this installation\. Nothing was overwritten/,
  ],
  [
    'keychain',
    'holds half a key',
    ({ keychain }) => void keychain.entries.set(only(keychain.entries), keychain.entries.get(only(keychain.entries))!.slice(0, 20)),
    /is not the one of this installation/,
  ],
  [
    'keychain',
    'holds nonsense',
    ({ keychain }) => void keychain.entries.set(only(keychain.entries), ''),
    /is not the one of this installation/,
  ],
  ['file', 'variable is not set', (how) => (how.given = null), /GATEHOUSE_MASTER_KEY_FILE, which is not set/],
  ['file', 'holds another key', (how) => (how.given = given('file')), /is not the one of this installation/],
  [
    'file',
    'variable gave way to the other',
    (how) => (how.given = { ...how.given!, place: 'environment' }),
    /GATEHOUSE_MASTER_KEY_FILE, which is not set/,
  ],
  ['environment', 'variable is not set', (how) => (how.given = null), /GATEHOUSE_MASTER_KEY, which is not set/],
  ['environment', 'holds another key', (how) => (how.given = given('environment')), /is not the one of this installation/],
] as ['keychain' | 'file' | 'environment', string, Ruin, RegExp][])(
  'a %s that %s leaves the vault shut with a sentence, and nothing is overwritten',
  async (place, _, ruin, sentence) => {
    const how = { opened: openTestDatabase(), ...places[place]() }
    const { sealed } = await firstRun(how)
    const good = { given: how.given, entries: new Map(how.keychain.entries) }
    ruin(how)
    const before = snapshot(how.opened, how.keychain)
    const { keys } = await startKeys(how)
    expect(reasonOf(keys.state())).toMatch(sentence)
    expect(() => keys.ring()).toThrow(sentence)
    await expect(keys.unwrap('user-1', 'a long password')).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
    expect(snapshot(how.opened, how.keychain)).toEqual(before)

    how.keychain.refuse(null)
    for (const [name, text] of good.entries) how.keychain.entries.set(name, text)
    const mended = place === 'keychain' ? keys : (await startKeys({ ...how, given: good.given })).keys
    await mended.load()
    expect(mended.state()).toEqual({ kind: 'open' })
    expect(openSecret(mended, sealed)).toBe(sealedText)
  },
)

test('a keychain that answers again opens the vault with the next sign-in', async () => {
  const how = { opened: openTestDatabase(), ...places.keychain() }
  const { sealed } = await firstRun(how)
  how.keychain.refuse('The keychain is locked.')
  const { keys } = await startKeys(how)
  how.keychain.refuse(null)
  const ring = await keys.unwrap('user-1', 'whatever')
  expect(ring.open(sealed, 'secret:1').toString()).toBe(sealedText)
})

test('a keychain that forgets or alters what it is given is not used', async () => {
  for (const read of [() => Promise.resolve(null), () => Promise.resolve(randomBytes(32).toString('base64'))]) {
    const inner = createMemoryKeychain()
    const { keys } = await firstRun({ opened: openTestDatabase(), keychain: { ...inner, read } })
    expect(keys.place()).toBe('slots')
    expect(inner.entries.size).toBe(0)
  }
})

test('a first run that is abandoned leaves nothing in the keychain, and the next one begins anew', async () => {
  const how = { opened: openTestDatabase(), ...places.keychain() }
  const { keys } = await startKeys(how)
  const made = await keys.createKeys()
  expect(how.keychain.entries.size).toBe(1)
  await made.abandon()
  expect(how.keychain.entries.size).toBe(0)
  expect(keys.state()).toEqual({ kind: 'empty' })
  await firstRun(how)
  expect(how.keychain.entries.size).toBe(1)
})

test('of two first runs at once the second leaves the first as it is', async () => {
  const how = { opened: openTestDatabase(), ...places.keychain() }
  const { keys } = await startKeys(how)
  const [first, second] = [await keys.createKeys(), await keys.createKeys()]
  const slot = await keys.deriveSlotKey('a long password')
  const sealed = first.ring.seal(Buffer.from(sealedText), 'secret:1')
  const { database } = how.opened
  await database.change(bySystem, { action: 'first.run', message: 'x' }, (tx) => first.commit(tx, 'user-1', slot))
  first.activate()
  await expect(
    database.change(bySystem, { action: 'first.run', message: 'x' }, (tx) => second.commit(tx, 'user-2', slot)),
  ).rejects.toThrow()
  await second.abandon()
  expect(how.keychain.entries.size).toBe(1)
  expect(openSecret((await startKeys(how)).keys, sealed)).toBe(sealedText)
})

test.each(['keychain', 'file', 'environment', 'slots'] as const)('with the key in %s no file holds a key or a secret', async (place) => {
  const masterKey = randomBytes(32)
  const how = {
    opened: openTestDatabase(),
    ...(place === 'slots' ? { keychain: absentKeychain(), given: null } : places[place]()),
    ...(place === 'file' || place === 'environment' ? { given: given(place, masterKey) } : {}),
  }
  await firstRun(how)
  const secrets = [Buffer.from(sealedText), Buffer.from('a long password'), masterKey, Buffer.from(masterKey.toString('base64'))]
  for (const text of how.keychain.entries.values()) secrets.push(Buffer.from(text), Buffer.from(text, 'base64'))
  for (const name of readdirSync(how.opened.directory)) {
    const content = readFileSync(join(how.opened.directory, name))
    for (const secret of secrets) expect(content.includes(secret), name).toBe(false)
  }
})
