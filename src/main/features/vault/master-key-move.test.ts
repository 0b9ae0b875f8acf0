/** The master key moved between every pair of places, and what the next start makes of it. */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { LiveEvent } from '../../../shared/contract/live.ts'
import { keyPlaces } from '../../../shared/contract/master-key.ts'
import { readActs } from '../../test-kit/read-log.ts'
import { environmentFor, startWithKeyIn } from '../../test-kit/vault-owner.ts'

/** Which master keys the key slots wrap. */
const slotsOf = (dataDirectory: string) => {
  const outside = new Sqlite(join(dataDirectory, 'gatehouse.db'))
  const slots = outside.prepare<[], string>('SELECT master_key_id FROM key_slot').pluck().all()
  outside.close()
  return slots
}
const isGiven = (place: string) => place === 'file' || place === 'environment'
const pairs = keyPlaces.flatMap((from) => keyPlaces.map((to) => [from, to] as const))

test.each(pairs)('from %s to %s the vault opens after the next start, with the old key gone', async (from, to) => {
  const owner = await startWithKeyIn(from)
  const { console, mara } = owner
  await owner.stepUp()
  const { recoveryKey } = await mara.client.masterKey.createRecoveryKey()
  const before = await mara.client.masterKey.get()
  expect(before.place).toBe(from)
  if (isGiven(to)) {
    await console.restart({ environment: environmentFor(to, 2) })
    // Where the key in force comes from outside too, only the recovery key spans the two starts.
    if (isGiven(from)) await console.client().masterKey.openWithRecoveryKey({ recoveryKey })
    if (from === 'slots') await owner.signIn()
  }

  const moved = await owner.move(to)
  expect(moved).toMatchObject({ place: to, recoveryKeyCreatedAtMs: before.recoveryKeyCreatedAtMs })
  expect(moved.id).not.toBe(before.id)
  expect(console.keychain.entries.size).toBe(to === 'keychain' ? 1 : 0)
  expect(slotsOf(console.dataDirectory)).toEqual(to === 'slots' ? [moved.id] : [])
  expect((await owner.log()).at(-1)).toBe(from === to ? 'master-key.rotated' : 'master-key.moved')

  await owner.reopen({ environment: environmentFor(to, 2) })
  expect((await mara.client.console.status()).masterKeyPlace).toBe(to)
  expect(console.keychain.entries.size).toBe(to === 'keychain' ? 1 : 0)
})

test('the key that is given is offered, not taken, where the database names another place', async () => {
  const owner = await startWithKeyIn('keychain')
  await owner.reopen({ environment: environmentFor('environment') })
  const { place, places, sentence } = await owner.mara.client.masterKey.get()
  expect(place).toBe('keychain')
  expect(Object.fromEntries(places.map((one) => [one.place, one.possible]))).toEqual({
    keychain: true,
    file: false,
    environment: true,
    slots: true,
  })
  expect(sentence).toContain('GATEHOUSE_MASTER_KEY gives is not in use')
})

test('a place that cannot be chosen says why, and choosing it anyway changes nothing', async () => {
  const owner = await startWithKeyIn('environment')
  const { id, places } = await owner.mara.client.masterKey.get()
  expect(places.find((one) => one.place === 'file')?.sentence).toBe('The console was not started with GATEHOUSE_MASTER_KEY_FILE.')
  expect(places.find((one) => one.place === 'environment')?.sentence).toContain('start the console with another key')
  await expect(owner.move('file')).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(owner.move('environment')).rejects.toMatchObject({ code: 'CONFLICT' })
  expect((await owner.mara.client.masterKey.get()).id).toBe(id)
})

test('a key that came from outside is not destroyed, and the console says so', async () => {
  const owner = await startWithKeyIn('file')
  const moved = await owner.move('keychain')
  expect(moved.sentence).toContain('does not delete it')
  const [entry] = await readActs(owner.mara.client)
  expect(entry).toMatchObject({ action: 'master-key.moved', severity: 'high' })
  expect(entry?.message).toContain('not ours to destroy')
})

test('into key slots takes the own password, and a wrong one counts as an attempt', async () => {
  const owner = await startWithKeyIn('keychain')
  await expect(owner.move('slots', null)).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'password' } })
  await expect(owner.move('slots', 'not my password')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS', data: { attemptsLeft: 4 } })
  expect((await owner.log()).at(-1)).toBe('sign-in.refused')
  expect((await owner.mara.client.masterKey.get()).place).toBe('keychain')
})

test('without a fresh code nothing moves', async () => {
  const owner = await startWithKeyIn('keychain')
  await expect(owner.mara.client.masterKey.move({ place: 'keychain' })).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
  await expect(owner.mara.client.masterKey.rotateDataKey()).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
  await expect(owner.mara.client.masterKey.createRecoveryKey()).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
})

test('two moves at once: one is made, the other is told', async () => {
  const owner = await startWithKeyIn('keychain')
  await owner.stepUp()
  const both = await Promise.allSettled([
    owner.mara.client.masterKey.move({ place: 'keychain' }),
    owner.mara.client.masterKey.move({ place: 'keychain' }),
  ])
  expect(both.map((one) => (one.status === 'fulfilled' ? 'moved' : (one.reason as Error).message)).toSorted()).toEqual([
    'Another change of the keys is under way. Wait for it, then look again.',
    'moved',
  ])
  expect(owner.console.keychain.entries.size).toBe(1)
  await owner.reopen()
})

test('every window is told of the new place', async () => {
  const owner = await startWithKeyIn('keychain')
  const feed = await owner.mara.client.live({ topics: ['status'] })
  const placeTold = async () => {
    const { value } = (await feed.next()) as IteratorResult<LiveEvent, LiveEvent>
    return value.topic === 'status' ? value.status.masterKeyPlace : value.topic
  }
  expect(await placeTold()).toBe('keychain')
  await owner.stepUp()
  await owner.mara.client.masterKey.move({ place: 'slots', password: owner.mara.password })
  owner.console.clock.advance(1000)
  const told = [await placeTold()]
  while (told.at(-1) === 'beat') told.push(await placeTold())
  expect(told.at(-1)).toBe('slots')
  await feed.return?.()
})

test('while the vault is sealed no place can be chosen', async () => {
  const owner = await startWithKeyIn('slots')
  await owner.console.restart({ environment: {} })
  const { places } = await owner.mara.client.masterKey.get()
  expect(places.every((one) => !one.possible && one.sentence.includes('sealed'))).toBe(true)
  await expect(owner.mara.client.masterKey.move({ place: 'keychain' })).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
})
