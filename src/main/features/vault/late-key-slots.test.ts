/** Key slots made late: of users who sign in after the master key was moved into slots. */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { testPassword } from '../../test-kit/create-test-console.ts'
import { joinUser } from '../../test-kit/join-user.ts'
import { startWithKeyIn } from '../../test-kit/vault-owner.ts'
import type { VaultOwner } from '../../test-kit/vault-owner.ts'

const begin = (owner: VaultOwner) => {
  owner.console.clock.advance(30_000)
  return owner.console.client().access.signIn({ name: 'ben', password: testPassword })
}

const joinBen = async (owner: VaultOwner, opensVault = true) => {
  const ben = await joinUser(owner.console, owner.mara, { name: 'ben', role: 'operator', opensVault })
  const signIn = async () => {
    const next = await begin(owner)
    if (next.kind !== 'code') throw new Error(next.kind)
    return owner.console.client().access.submitCode({ ticket: next.ticket, code: ben.code() })
  }
  return { backupCodes: ben.backupCodes, signIn }
}

const sealAgain = async (owner: VaultOwner) => {
  await owner.console.restart({ environment: {} })
  expect(await owner.vault()).toBe('sealed')
}

test('after a move to key slots another user opens the vault once they signed in while it was open, and not before', async () => {
  const owner = await startWithKeyIn('keychain')
  const ben = await joinBen(owner)
  await owner.move('slots')
  await sealAgain(owner)
  await expect(ben.signIn()).rejects.toThrow('Another user has to sign in first')

  await owner.signIn()
  await ben.signIn()
  expect((await owner.log()).slice(-2)).toEqual(['key-slot.added', 'session.opened'])
  await sealAgain(owner)
  await ben.signIn()
  expect(await owner.vault()).toBe('open')
})

test('a sign-in with a backup code makes the slot too, and one slot is enough', async () => {
  const owner = await startWithKeyIn('keychain')
  const ben = await joinBen(owner)
  await owner.move('slots')
  const step = await begin(owner)
  if (step.kind !== 'code') throw new Error(step.kind)
  await owner.console.client().access.submitBackupCode({ ticket: step.ticket, backupCode: ben.backupCodes[0]! })
  await ben.signIn()
  expect((await owner.log()).filter((action) => action === 'key-slot.added')).toHaveLength(1)
  await sealAgain(owner)
  await ben.signIn()
})

test('who may not open the vault gets no slot, and waits for somebody who may', async () => {
  const owner = await startWithKeyIn('slots')
  const ben = await joinBen(owner, false)
  await ben.signIn()
  expect(await owner.log()).not.toContain('key-slot.added')
  await sealAgain(owner)
  await expect(ben.signIn()).rejects.toThrow('Another user has to sign in first')
  await owner.signIn()
  await ben.signIn()
})

test('who enrols while the key lies in slots has a slot from the first sign-in', async () => {
  const owner = await startWithKeyIn('slots')
  const ben = await joinBen(owner)
  await sealAgain(owner)
  await ben.signIn()
  expect(await owner.vault()).toBe('open')
})

test('a half-finished sign-in ends with the password it began with, and makes no slot under it', async () => {
  const owner = await startWithKeyIn('keychain')
  const { client, password } = owner.mara
  await owner.move('slots')
  const outside = new Sqlite(join(owner.console.dataDirectory, 'gatehouse.db'))
  outside.exec('DROP TRIGGER key_slot_last_stays; DELETE FROM key_slot')
  outside.close()
  owner.console.clock.advance(30_000)
  const begun = await owner.console.client().access.signIn({ name: 'mara', password })
  if (begun.kind !== 'code') throw new Error(begun.kind)
  const next = 'another harbour lantern 43'
  await client.account.changePassword({ current: password, next })
  const late = owner.console.client().access.submitCode({ ticket: begun.ticket, code: owner.mara.code() })
  await expect(late).rejects.toMatchObject({ code: 'TICKET_EXPIRED' })
  await sealAgain(owner)
  owner.console.clock.advance(30_000)
  await expect(owner.console.client().access.signIn({ name: 'mara', password: next })).resolves.toMatchObject({ kind: 'code' })
})
