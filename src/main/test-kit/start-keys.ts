/** The keys of the vault over a real database, started as often as a test wants, with a cheap hash of passwords. */
import { randomBytes, scryptSync } from 'node:crypto'
import { expect } from 'vitest'
import type { Keychain } from '../../ports/keychain.ts'
import { createIds } from '../../ports/ids.ts'
import { createLiveEvents } from '../../ports/live-events.ts'
import { silentLogger } from '../../ports/logger.ts'
import { Secret } from '../../ports/secret.ts'
import type { GivenMasterKey } from '../features/vault/given-master-key.ts'
import { createKeychainEntries } from '../features/vault/keychain-entries.service.ts'
import { createKeys } from '../features/vault/keys.service.ts'
import { createMemoryKeychain } from './memory-keychain.ts'
import { bySystem } from './open-test-database.ts'
import type { TestDatabase } from './open-test-database.ts'

export const given = (place: 'file' | 'environment', key = randomBytes(32)): GivenMasterKey => ({
  place,
  key: new Secret(new Uint8Array(key)),
})
export const absentKeychain = () => {
  const keychain = createMemoryKeychain()
  keychain.refuse('This machine has no keychain.')
  return keychain
}

export interface Start {
  opened: TestDatabase
  keychain: Keychain
  given?: GivenMasterKey | null
}
export const startKeys = async ({ opened, keychain, given: key = null }: Start) => {
  const { database, clock } = opened
  const told: string[] = []
  const events = createLiveEvents()
  events.subscribe((event) => told.push(event.kind))
  const keys = createKeys({
    database,
    entries: createKeychainEntries({ database, keychain, logger: silentLogger }),
    given: key,
    clock,
    ids: createIds(clock),
    events,
    logger: silentLogger,
    hashForSlot: async (password, salt) => new Uint8Array(scryptSync(password, salt, 32, { N: 2 })),
  })
  await keys.load()
  return { keys, told }
}

/** What first run seals. */
export const sealedText = 'the text that first run seals'

/** First run of a user with a password: a secret is sealed, whose text a later start must open. */
export const firstRun = async (how: Start, password = 'a long password') => {
  const { keys } = await startKeys(how)
  expect(keys.state()).toEqual({ kind: 'empty' })
  expect(keys.place()).toBe('none')
  const made = await keys.createKeys()
  const slot = await keys.deriveSlotKey(password)
  const sealed = made.ring.seal(Buffer.from(sealedText), 'secret:1')
  await how.opened.database.change(bySystem, { action: 'first.run', message: 'x' }, (tx) => made.commit(tx, 'user-1', slot))
  made.activate()
  expect(keys.state()).toEqual({ kind: 'open' })
  expect(keys.ring().open(sealed, 'secret:1').toString()).toBe(sealedText)
  return { keys, sealed, mac: made.ring.mac('label', 'data') }
}
export const openSecret = (keys: { ring(): { open(sealed: Uint8Array, binding: string): Buffer } }, sealed: Uint8Array) =>
  keys.ring().open(sealed, 'secret:1').toString()
