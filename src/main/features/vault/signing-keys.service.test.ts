import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { signatureHolds } from '../../database/head-signature.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import type { KeyRing } from './key-ring.ts'
import { insertSigningKey } from './master-key.store.ts'
import { seal, unseal } from './seal.ts'
import { makeSigningKey, openSigningKey } from './signing-key.ts'
import { createSigningKeys } from './signing-keys.service.ts'

const makeRing = (key = randomBytes(32)): KeyRing => ({
  seal: (plain, binding) => seal(key, plain, binding),
  open: (sealed, binding) => unseal(key, sealed, binding),
  mac: () => Buffer.alloc(32),
})
const statement = Buffer.from('a head of the log')

const withKey = async () => {
  const opened = openTestDatabase()
  const ring = makeRing()
  const row = makeSigningKey(ring)
  await opened.database.change(bySystem, { action: 'key.made', message: 'x' }, (tx) => insertSigningKey(tx, row, 5))
  return { ...opened, ring, row, signingKeys: createSigningKeys({ database: opened.database }) }
}

test('before the vault is open no key is trusted or distrusted, and none signs', async () => {
  const { signingKeys } = await withKey()
  expect(signingKeys.trusted()).toBeNull()
  expect(signingKeys.newestId()).toBeNull()
})

test('with the vault the key opens, signs, and its public half proves it', async () => {
  const { signingKeys, ring, row } = await withKey()
  const signer = signingKeys.open(ring)!
  const trusted = signingKeys.trusted()!
  expect(trusted.map(({ id }) => id)).toEqual([row.id])
  expect(signer.keyId).toBe(row.id)
  expect(signingKeys.newestId()).toBe(row.id)
  expect(row.id).toBe(createHash('sha256').update(row.public_key).digest('hex').slice(0, 16))
  expect(signatureHolds(trusted[0]!.publicKey, statement, signer.sign(statement))).toBe(true)
  expect(signatureHolds(trusted[0]!.publicKey, Buffer.from('another'), signer.sign(statement))).toBe(false)
})

test('a public key put into the database is not believed', async () => {
  const { signingKeys, ring, row, outside } = await withKey()
  const foreign = generateKeyPairSync('ed25519')
  const other = outside()
  other.exec('DROP TRIGGER log_key_no_update')
  other.prepare('UPDATE log_key SET public_key = ?').run(foreign.publicKey.export({ type: 'spki', format: 'der' }))
  signingKeys.open(ring)
  const forged = sign(null, statement, foreign.privateKey)
  for (const { publicKey } of signingKeys.trusted()!) expect(signatureHolds(publicKey, statement, forged)).toBe(false)
  expect(Buffer.from(signingKeys.trusted()![0]!.publicKey)).toEqual(row.public_key)
})

test('a key of somebody else, put in as the newest, neither signs nor is trusted', async () => {
  const { signingKeys, ring, row, outside } = await withKey()
  const foreign = makeSigningKey(makeRing())
  const insert = outside().prepare('INSERT INTO log_key (id, public_key, sealed_private_key, created_at_ms) VALUES (?, ?, ?, 9)')
  insert.run(foreign.id, foreign.public_key, foreign.sealed_private_key)
  // Ours under another name: the binding and the fingerprint are of the id.
  insert.run('0'.repeat(16), row.public_key, row.sealed_private_key)
  expect(signingKeys.open(ring)?.keyId).toBe(row.id)
  expect(signingKeys.trusted()!.map(({ id }) => id)).toEqual([row.id])
})

test('a key whose name is not its fingerprint is refused even where it opens', () => {
  const ring = makeRing()
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const sealed = ring.seal(privateKey.export({ type: 'pkcs8', format: 'der' }), 'log-key:chosen')
  const row = { id: 'chosen', public_key: publicKey.export({ type: 'spki', format: 'der' }), sealed_private_key: sealed }
  expect(() => openSigningKey(ring, row)).toThrow('not the one of its id')
})

test('without any key of its own nothing signs', async () => {
  const { database } = openTestDatabase()
  const signingKeys = createSigningKeys({ database })
  expect(signingKeys.open(makeRing())).toBeNull()
  expect(signingKeys.trusted()).toEqual([])
})
