/** A new data key: everything sealed opens under it and under nothing else, and what cannot be recomputed survives. */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { joinUser } from '../../test-kit/join-user.ts'
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

/** What the schema keeps as bytes: sealed under the data key, or not. A new column has to be put where it belongs. */
const sealedColumns = [
  'api_key_version.sealed',
  'contact_point.sealed_secret',
  'forwarding_destination.sealed_secret',
  'log_key.sealed_private_key',
  'master_key.sealed_mac_key',
  'user.mfa_secret',
]
const otherColumns = [
  'api_key_version.fingerprint',
  'backup_code.mac',
  'guard_policy.policy',
  'key_slot.salt',
  'key_slot.wrapped_master_key',
  'log_entry.hash',
  'log_entry.request_id',
  'log_head.signature',
  'log_key.public_key',
  'master_key.wrapped_data_key',
  'recovery_key.mac',
  'recovery_key.public_key',
  'recovery_key.wrapped_master_key',
]

test('every column of bytes is known, and each that is sealed under the data key is sealed anew', async () => {
  const owner = await startWithKeyIn('keychain')
  const { vault } = owner.mara.client
  const added = await vault.add({ label: 'Payments', text: 'sk_live_4eC39HqLyjWDarjtT1zdp7dc' })
  await owner.stepUp()
  await vault.rotate({
    id: added.id,
    version: added.version,
    text: 'sk_live_another39HqLyjWDarjtT1zd',
    overlapMs: 3_600_000,
    expiresAtMs: null,
  })
  const target = { kind: 'webhook' as const, url: 'http://127.0.0.1:9/' }
  await owner.mara.client.forwarding.create({ name: 'Archive', target, secret: 'a secret of the archive' })
  await owner.mara.client.notifications.createContactPoint({
    name: 'Night shift',
    channel: { kind: 'webhook', url: 'https://hooks.example.org/night' },
    secret: 'a secret of the night',
  })
  const outside = outsideOf(owner)
  const columns = outside
    .prepare<[], string>(
      `SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
       WHERE t.type = 'table' AND c.type = 'BLOB' AND t.name NOT LIKE '%\\_fts%' ESCAPE '\\' ORDER BY 1`,
    )
    .pluck()
    .all()
  expect(columns).toEqual([...sealedColumns, ...otherColumns].toSorted())
  const bytesOf = (name: string) => {
    const [table, column] = name.split('.') as [string, string]
    return outside.prepare<[], Buffer>(`SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL`).pluck().all()
  }
  const before = sealedColumns.map(bytesOf)
  expect(before.map((rows) => rows.length)).toEqual([2, 1, 1, 1, 1, 1])
  await rotate(owner)
  for (const [index, name] of sealedColumns.entries()) {
    const after = bytesOf(name)
    expect(after.length, name).toBe(before[index]!.length)
    expect(
      after.filter((bytes) => before[index]!.some((one) => one.equals(bytes))),
      name,
    ).toEqual([])
  }
  outside.close()
  await owner.reopen()
  const revealed = await vault.reveal({ id: added.id })
  expect(revealed.text).toBe('sk_live_another39HqLyjWDarjtT1zd')
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
  await joinUser(owner.console, owner.mara, { name: 'ben', role: 'viewer' })
  const outside = outsideOf(owner)
  const sealed = outside.prepare<[], Buffer>("SELECT mfa_secret FROM user WHERE name = 'ben'").pluck().get()!
  const changed = Buffer.from(sealed)
  changed[20]! ^= 1
  outside.prepare("UPDATE user SET mfa_secret = ? WHERE name = 'ben'").run(changed)
  const before = sealedOf(owner)
  await expect(owner.mara.client.masterKey.rotateDataKey()).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(sealedOf(owner)).toEqual(before)
  outside.prepare("UPDATE user SET mfa_secret = ? WHERE name = 'ben'").run(sealed)
  outside.close()
  await owner.stepUp()
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
