/** A keychain that is locked, gone, emptied or lies at any moment of a move: nothing is lost, nothing overwritten, and it is told. */
import { expect, test } from 'vitest'
import { createMemoryKeychain } from '../../test-kit/memory-keychain.ts'
import { startWithFates, surviveKeychainFailures } from '../../test-kit/keychain-failures.ts'
import type { Fate } from '../../test-kit/stepped-keychain.ts'
import { startWithKeyIn } from '../../test-kit/vault-owner.ts'

test('whatever the keychain does at whatever call of whatever move, the vault opens after the next start', async () => {
  await expect(surviveKeychainFailures(4)).resolves.toBeUndefined()
})

test.each([
  ['locked at the write', ['before'], 'The keychain is locked. Nothing was changed'],
  ['gone after the write', ['after'], 'The keychain is gone. Nothing was changed'],
  ['silent at the read-back', ['well', 'before'], 'The keychain is locked. Nothing was changed'],
  ['giving back something else', ['well', 'lies'], 'did not give back what was written to it. Nothing was changed'],
] satisfies [string, Fate[], string][])('a keychain %s leaves the key where it was', async (_when, fates, sentence) => {
  const owner = await startWithFates()
  const [before] = [...owner.entries]
  await owner.stepUp()
  owner.fates.push(...fates)
  await expect(owner.mara.client.masterKey.move({ place: 'keychain' })).rejects.toThrow(sentence)
  expect([...owner.entries]).toEqual([before])
  await owner.console.end()
})

test('an old entry that cannot be removed now is told, and goes at the next start', async () => {
  const owner = await startWithFates()
  await owner.stepUp()
  owner.fates.push('well', 'well', 'before')
  const moved = await owner.mara.client.masterKey.move({ place: 'keychain' })
  expect(owner.calls.slice(-5, -2)).toEqual(['write', 'read', 'remove'])
  expect(moved.sentence).toContain('could not be removed from the keychain yet')
  expect(owner.entries.size).toBe(2)
  await owner.reopen()
  expect(owner.entries.size).toBe(1)
  expect((await owner.mara.client.masterKey.get()).sentence).not.toContain('could not be removed')
  await owner.console.end()
})

test('the entry deleted behind our back is noticed, told with the way back, and a new one opens', async () => {
  const owner = await startWithKeyIn('keychain')
  owner.console.keychain.entries.clear()
  expect((await owner.mara.client.masterKey.get()).sentence).toContain('holds no master key of this installation')
  const status = await owner.mara.client.console.status()
  expect(status).toMatchObject({ vault: { kind: 'open' }, conditions: [{ id: 'master-key-missing', severity: 'high' }] })
  await owner.move('keychain')
  expect((await owner.mara.client.console.status()).conditions).toEqual([])
  await owner.reopen()
})

test('the entry replaced behind our back opens nothing and is left as it is; the right one put back opens', async () => {
  const owner = await startWithKeyIn('keychain')
  const { entries } = owner.console.keychain
  const [[name, right]] = [...entries] as [[string, string]]
  entries.set(name, Buffer.alloc(32, 5).toString('base64'))
  await owner.console.restart()
  expect((await owner.console.client().console.status()).vault).toMatchObject({
    kind: 'unavailable',
    reason: expect.stringContaining('is not the one of this installation. Nothing was overwritten') as string,
  })
  expect(entries.get(name)).toBe(Buffer.alloc(32, 5).toString('base64'))
  entries.set(name, right)
  expect((await owner.console.client().console.retryKeychain()).vault).toEqual({ kind: 'open' })
  await owner.stepUp()
})

test('a keychain that is locked at the start is asked again when a person asks, and is taken for no empty one', async () => {
  const keychain = createMemoryKeychain()
  const owner = await startWithKeyIn('keychain', { keychain })
  keychain.refuse('The keychain is locked.')
  await owner.console.restart()
  expect((await owner.console.client().console.retryKeychain()).vault).toEqual({ kind: 'unavailable', reason: 'The keychain is locked.' })
  keychain.refuse(null)
  expect((await owner.console.client().console.retryKeychain()).vault).toEqual({ kind: 'open' })
  expect(keychain.entries.size).toBe(1)
})

test('the keychain may go away while the console runs: work goes on, and its place is told as not possible', async () => {
  const owner = await startWithKeyIn('keychain')
  owner.console.keychain.refuse('No keychain runs in this session.')
  const { places } = await owner.mara.client.masterKey.get()
  expect(places[0]).toEqual({ place: 'keychain', possible: false, sentence: 'No keychain runs in this session.' })
  await owner.stepUp()
  await owner.move('slots')
  owner.console.keychain.refuse(null)
  await owner.reopen()
  expect(owner.console.keychain.entries.size).toBe(0)
})
