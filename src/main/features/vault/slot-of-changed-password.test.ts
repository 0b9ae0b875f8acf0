/** A move into key slots whose password changes while the slot is being made. */
import { expect, test } from 'vitest'
import { createIds } from '../../../ports/ids.ts'
import { silentLogger } from '../../../ports/logger.ts'
import { createMemoryKeychain } from '../../test-kit/memory-keychain.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import { firstRun, startKeys } from '../../test-kit/start-keys.ts'
import type { OpenSession } from '../handlers.ts'
import { createKeychainEntries } from './keychain-entries.service.ts'
import { createMasterKey } from './master-key.service.ts'
import { createRecovery } from './recovery.service.ts'

const session = { id: 's', user: { id: 'u', name: 'mara' } } as OpenSession

const setUp = async (stillIs: boolean) => {
  const opened = openTestDatabase()
  const { database, clock } = opened
  const keychain = createMemoryKeychain()
  await firstRun({ opened, keychain })
  const { keys } = await startKeys({ opened, keychain })
  const ids = createIds(clock)
  const recovery = createRecovery({ database, keys, clock, ids })
  const downloads = { create: () => ({ url: '/download/none' }) }
  const entries = createKeychainEntries({ database, keychain, logger: silentLogger })
  const confirmPassword = () => Promise.resolve(() => stillIs)
  const masterKey = createMasterKey({
    database,
    keys,
    entries,
    recovery,
    downloads,
    given: null,
    clock,
    ids,
    resealers: [],
    confirmPassword,
  })
  return { keys, keychain, move: () => masterKey.move(bySystem, session, { place: 'slots', password: 'the password of before' }) }
}

test('nothing is moved: nobody could ever open that slot', async () => {
  const { keys, keychain, move } = await setUp(false)
  await expect(move()).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('password was changed') as string })
  expect([keys.place(), keychain.entries.size]).toEqual(['keychain', 1])
})

test('with the password as it was, it is moved', async () => {
  const { keys, keychain, move } = await setUp(true)
  await move()
  expect([keys.place(), keychain.entries.size]).toEqual(['slots', 0])
})
