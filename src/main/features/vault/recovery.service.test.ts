/** The recovery key where the master key's place fails: what it opens, what it does not, and what the log says of it. */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test-kit/open-test-database.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { environmentFor, startWithKeyIn } from '../../test-kit/vault-owner.ts'
import type { VaultOwner } from '../../test-kit/vault-owner.ts'
import { createRefusalPace } from './refusal-pace.ts'
import { makeRecoveryKey, showRecoveryKey } from './recovery-key.ts'

const makeKey = async (owner: VaultOwner) => {
  await owner.stepUp()
  return (await owner.mara.client.masterKey.createRecoveryKey()).recoveryKey
}
const open = (owner: VaultOwner, recoveryKey: string) => owner.console.client().masterKey.openWithRecoveryKey({ recoveryKey })

test('after the keychain entry was deleted the recovery key opens the vault, is entered as high, and a new place heals it', async () => {
  const owner = await startWithKeyIn('keychain')
  const recoveryKey = await makeKey(owner)
  owner.console.keychain.entries.clear()
  await owner.console.restart({ environment: {} })
  const { vault } = await owner.console.client().console.status()
  expect(vault).toEqual({
    kind: 'unavailable',
    reason:
      'The keychain holds no master key of this installation. Nothing was overwritten: restore the keychain entry, then try again. Or open the vault with the recovery key.',
  })

  const status = await open(owner, recoveryKey.toLowerCase().replaceAll('-', ' '))
  expect(status.vault).toEqual({ kind: 'open' })
  expect(status.conditions.map((condition) => condition.id)).toEqual(['master-key-missing'])
  expect(owner.console.keychain.entries.size).toBe(0)
  expect((await owner.log()).at(-1)).toBe('vault.opened-with-recovery-key')
  expect((await owner.mara.client.masterKey.get()).sentence).toContain('would not open after the next start')

  await owner.signIn()
  await owner.move('keychain')
  expect((await owner.mara.client.console.status()).conditions).toEqual([])
  await owner.reopen()
})

test('a sealed vault opens with it too, and sign-in goes on with the password', async () => {
  const owner = await startWithKeyIn('slots')
  const recoveryKey = await makeKey(owner)
  await owner.console.restart({ environment: {} })
  expect(await open(owner, recoveryKey)).toMatchObject({ vault: { kind: 'open' }, conditions: [] })
  await owner.signIn()
})

test('it opens the master key of after a move and of after a rotation of the data key, without having been typed', async () => {
  const owner = await startWithKeyIn('keychain')
  const recoveryKey = await makeKey(owner)
  await owner.move('slots')
  await owner.stepUp()
  await owner.mara.client.masterKey.rotateDataKey()
  await owner.move('keychain')
  owner.console.keychain.entries.clear()
  await owner.console.restart({ environment: {} })
  expect((await open(owner, recoveryKey)).vault).toEqual({ kind: 'open' })
  await owner.stepUp()
})

test('it opens where the console is started without the key from outside', async () => {
  const owner = await startWithKeyIn('environment')
  const recoveryKey = await makeKey(owner)
  await owner.console.restart({ environment: environmentFor('environment', 9) })
  expect((await owner.console.client().console.status()).vault).toMatchObject({ kind: 'unavailable' })
  expect((await open(owner, recoveryKey)).vault).toEqual({ kind: 'open' })
})

test('a recovery key that was replaced is void, and a wrong one is entered and slowed, but keeps nobody out', async () => {
  const owner = await startWithKeyIn('slots')
  const [first, second] = [await makeKey(owner), await makeKey(owner)]
  await owner.console.restart({ environment: {} })
  await expect(open(owner, first)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  await expect(open(owner, first)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  for (let time = 0; time < 50; time++)
    await expect(open(owner, showRecoveryKey(makeRecoveryKey()))).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS' })
  owner.console.clock.advance(1000)
  await expect(open(owner, first)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  await expect(open(owner, first)).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS' })
  expect((await open(owner, second)).vault).toEqual({ kind: 'open' })
  const log = await owner.log()
  expect(log.slice(-4)).toEqual([
    'vault.recovery-refused',
    'vault.recovery-refused',
    'vault.recovery-refused',
    'vault.opened-with-recovery-key',
  ])
})

test('a typing slip is told and neither counted nor entered', async () => {
  const owner = await startWithKeyIn('slots')
  const recoveryKey = await makeKey(owner)
  await owner.console.restart({ environment: {} })
  const slip = recoveryKey.startsWith('7') ? `8${recoveryKey.slice(1)}` : `7${recoveryKey.slice(1)}`
  await expect(open(owner, slip)).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'recoveryKey' } })
  await expect(open(owner, slip)).rejects.toThrow('Compare it with the paper')
  expect((await owner.log()).at(-1)).toBe('console.started')
})

test('without the host token it is not even looked at; an open vault and one without a recovery key say so', async () => {
  const owner = await startWithKeyIn('slots')
  const some = showRecoveryKey(makeRecoveryKey())
  await expect(owner.console.client(null, false).masterKey.openWithRecoveryKey({ recoveryKey: some })).rejects.toMatchObject({
    code: 'HOST_TOKEN_REQUIRED',
  })
  await expect(open(owner, some)).rejects.toMatchObject({ code: 'CONFLICT' })
  await owner.console.restart({ environment: {} })
  await expect(open(owner, some)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a public key that somebody else put into the database is never served, and is entered as critical', async () => {
  const owner = await startWithKeyIn('keychain')
  const recoveryKey = await makeKey(owner)
  const outside = new Sqlite(join(owner.console.dataDirectory, 'gatehouse.db'))
  outside.prepare('UPDATE recovery_key SET public_key = ?').run(Buffer.alloc(32, 9))
  outside.close()
  const moved = await owner.move('slots')
  expect(moved.recoveryKeyCreatedAtMs).toBeNull()
  expect((await owner.log()).slice(-2)).toEqual(['master-key.moved', 'recovery-key.forged'])
  await owner.console.restart({ environment: {} })
  await expect(open(owner, recoveryKey)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('the key that was just shown leaves as a file, once and entered; any other is refused', async () => {
  const owner = await startWithKeyIn('keychain')
  const recoveryKey = await makeKey(owner)
  const { url } = await owner.mara.client.masterKey.downloadRecoveryKey({ recoveryKey })
  expect((await owner.log()).at(-1)).toBe('recovery-key.downloaded')
  const fetchFile = () => owner.console.core.fetch(new Request(`http://127.0.0.1${url}`), { trusted: true, source: '127.0.0.1' })
  const response = await fetchFile()
  expect(response.headers.get('content-disposition')).toContain('gatehouse-recovery-key.txt')
  expect(await response.text()).toContain(`\n${recoveryKey}\n`)
  expect((await fetchFile()).status).toBe(404)
  const other = showRecoveryKey(makeRecoveryKey())
  await expect(owner.mara.client.masterKey.downloadRecoveryKey({ recoveryKey: other })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})

test('the pace of refusals grows to half a minute, and what came too soon is counted with the next', () => {
  const clock = createHandClock()
  const pace = createRefusalPace(clock)
  const waits: number[] = []
  for (let time = 0; time < 8; time++) {
    expect(pace.refuse()).toEqual({ kind: 'told', count: time < 2 ? 1 : 2 })
    const next = time === 0 ? null : pace.refuse()
    if (next?.kind !== 'wait') continue
    waits.push(next.retryAfterMs)
    clock.advance(next.retryAfterMs)
  }
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
})

test('the last key slot is not removed by anything that speaks to the database', async () => {
  const { outside } = openTestDatabase()
  const connection = outside()
  connection.exec(`
    INSERT INTO master_key (id, place, created_at_ms, data_key_id, wrapped_data_key, sealed_mac_key, data_key_created_at_ms)
    VALUES ('a', 'slots', 1, 'd', x'', x'', 1);
    INSERT INTO key_slot VALUES ('mara', 'a', x'', x'', 1), ('ben', 'a', x'', x'', 1), ('mara', 'old', x'', x'', 1);
    DELETE FROM key_slot WHERE master_key_id = 'old';
    DELETE FROM key_slot WHERE user_id = 'ben'`)
  expect(() => connection.exec('DELETE FROM key_slot')).toThrow('the last key slot is not removed')
  connection.exec("UPDATE master_key SET place = 'keychain'; DELETE FROM key_slot")
})
