/** A new data key: everything sealed opens under it and under nothing else, and what cannot be recomputed survives. */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { startWithKeyIn } from '../../test-kit/vault-owner.ts'
import type { VaultOwner } from '../../test-kit/vault-owner.ts'

const rotate = async (owner: VaultOwner) => {
  await owner.stepUp()
  return owner.mara.client.masterKey.rotateDataKey()
}

const outsideOf = (owner: VaultOwner) => new Sqlite(join(owner.console.dataDirectory, 'gatehouse.db'))
const sealedOf = (owner: VaultOwner) => {
  const outside = outsideOf(owner)
  const sealed = [
    ...outside.prepare<[], Buffer>('SELECT mfa_secret FROM user').pluck().all(),
    ...outside.prepare<[], Buffer>('SELECT sealed_private_key FROM log_key').pluck().all(),
    ...outside.prepare<[], Buffer>('SELECT sealed_mac_key FROM master_key').pluck().all(),
    ...outside.prepare<[], Buffer>('SELECT wrapped_data_key FROM master_key').pluck().all(),
  ].map((bytes) => bytes.toString('hex'))
  const macs = outside.prepare<[], Buffer>('SELECT mac FROM backup_code ORDER BY position').pluck().all()
  outside.close()
  return { sealed, macs: macs.map((mac) => mac.toString('hex')) }
}

test('everything is sealed anew, opens at once and after the next start, and the log names it as high', async () => {
  const owner = await startWithKeyIn('keychain')
  const before = sealedOf(owner)
  const masterKey = await owner.mara.client.masterKey.get()
  owner.console.clock.advance(1000)
  expect(await rotate(owner)).toEqual({ resealed: 2 })
  const after = sealedOf(owner)
  expect(after.sealed.filter((bytes) => before.sealed.includes(bytes))).toEqual([])
  expect(after.macs).toEqual(before.macs)
  expect((await owner.log()).at(-1)).toBe('data-key.rotated')
  await owner.stepUp()
  const now = await owner.mara.client.masterKey.get()
  expect(now.id).toBe(masterKey.id)
  expect(now.dataKeyCreatedAtMs).toBeGreaterThan(masterKey.dataKeyCreatedAtMs)
  await owner.reopen()
})

test('a backup code from before still opens', async () => {
  const owner = await startWithKeyIn('slots')
  await rotate(owner)
  await owner.console.restart({ environment: {} })
  owner.console.clock.advance(60_000)
  const { name, password, backupCodes } = owner.mara
  const step = await owner.console.client().access.signIn({ name, password })
  if (step.kind !== 'code') throw new Error(step.kind)
  const granted = await owner.console.client().access.submitBackupCode({ ticket: step.ticket, backupCode: backupCodes[3]! })
  expect(granted.backupCodesLeft).toBe(9)
  expect(await owner.vault()).toBe('open')
})

test('who was half way through a sign-in while the data key changed gets in', async () => {
  const owner = await startWithKeyIn('slots')
  await owner.console.restart({ environment: {} })
  owner.console.clock.advance(60_000)
  const { name, password } = owner.mara
  const begun = await owner.console.client().access.signIn({ name, password })
  if (begun.kind !== 'code') throw new Error(begun.kind)
  await owner.signIn()
  await rotate(owner)
  owner.console.clock.advance(30_000)
  await expect(owner.console.client().access.submitCode({ ticket: begun.ticket, code: owner.mara.code() })).resolves.toBeDefined()
})

test('heads are signed on, and the whole log still proves itself', async () => {
  const owner = await startWithKeyIn('keychain')
  await rotate(owner)
  await owner.reopen()
  let verdict: unknown = null
  for await (const event of await owner.mara.client.audit.verify()) if (event.kind === 'verdict') verdict = event.verdict
  expect(verdict).toMatchObject({ intact: true, broken: null })
})

test('where a stored secret does not open, nothing is rotated', async () => {
  const owner = await startWithKeyIn('keychain')
  await owner.stepUp()
  const outside = outsideOf(owner)
  const sealed = outside.prepare<[], Buffer>('SELECT mfa_secret FROM user').pluck().get()!
  const changed = Buffer.from(sealed)
  changed[20]! ^= 1
  outside.prepare('UPDATE user SET mfa_secret = ?').run(changed)
  const before = sealedOf(owner)
  await expect(owner.mara.client.masterKey.rotateDataKey()).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(sealedOf(owner)).toEqual(before)
  outside.prepare('UPDATE user SET mfa_secret = ?').run(sealed)
  outside.close()
  await owner.reopen()
})

test('no key is in any file of the data directory or in any answer, whatever was moved and rotated', async () => {
  const owner = await startWithKeyIn('keychain')
  const seen = new Set<string>()
  const remember = () => {
    for (const text of owner.console.keychain.entries.values()) seen.add(text)
  }
  remember()
  await owner.stepUp()
  const { recoveryKey } = await owner.mara.client.masterKey.createRecoveryKey()
  await owner.move('keychain')
  remember()
  await rotate(owner)
  await owner.move('slots')
  await owner.move('keychain')
  remember()
  expect(seen.size).toBe(3)
  const told = JSON.stringify([await owner.mara.client.masterKey.get(), await owner.mara.client.console.about()])
  const secrets = [...seen].flatMap((text) => [Buffer.from(text), Buffer.from(text, 'base64')])
  secrets.push(Buffer.from(recoveryKey), Buffer.from(recoveryKey.replaceAll('-', '')))
  for (const name of readdirSync(owner.console.dataDirectory, { recursive: true, encoding: 'utf8' })) {
    const path = join(owner.console.dataDirectory, name)
    if (!statSync(path).isFile() || name === 'console.lock') continue
    const bytes = readFileSync(path)
    for (const secret of secrets) expect(bytes.includes(secret), name).toBe(false)
  }
  for (const secret of secrets) expect(told.includes(secret.toString())).toBe(false)
})
