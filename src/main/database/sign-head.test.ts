import { expect, test } from 'vitest'
import { createEd25519Signer } from '../test-kit/ed25519-signer.ts'
import { bySystem, openTestDatabase } from '../test-kit/open-test-database.ts'
import { encodeHead, genesisHash } from './chain.ts'
import { signatureHolds } from './head-signature.ts'

const happened = { action: 'thing.happened', message: 'A thing happened' }

test('an empty log has no head, and what is covered is not signed twice', async () => {
  const { database } = openTestDatabase()
  const { signer } = createEd25519Signer()
  expect(database.signHead(signer)).toBeNull()
  await database.append(bySystem, happened)
  expect(database.signHead(signer)).toMatchObject({ sequence: 1 })
  expect(database.signHead(signer)).toBeNull()
})

test('a head states the newest entry, and its signature holds for nothing else', async () => {
  const { database, clock } = openTestDatabase()
  const { signer, trusted } = createEd25519Signer()
  await database.append(bySystem, happened)
  await database.append(bySystem, happened)
  const head = database.signHead(signer)!
  const entry = database.read((db) => db.get<{ hash: string }>('SELECT lower(hex(hash)) AS hash FROM log_entry WHERE sequence = 2'))!
  expect(head).toEqual({
    sequence: 2,
    atMs: clock.now(),
    hash: entry.hash,
    keyId: 'test-key',
    horizonSequence: 0,
    horizonHash: genesisHash,
    signature: expect.any(String) as string,
  })
  const signature = Buffer.from(head.signature, 'base64')
  const holds = (statement: typeof head, installationId = database.installationId) =>
    signatureHolds(trusted.publicKey, encodeHead(installationId, statement), signature)
  expect(holds(head)).toBe(true)
  expect(holds({ ...head, sequence: 3 })).toBe(false)
  expect(holds({ ...head, atMs: head.atMs + 1 })).toBe(false)
  expect(holds({ ...head, hash: genesisHash })).toBe(false)
  expect(holds({ ...head, horizonSequence: 1 })).toBe(false)
  expect(holds({ ...head, horizonHash: entry.hash })).toBe(false)
  expect(holds(head, 'another installation')).toBe(false)
  expect(signatureHolds(Buffer.from('no key'), encodeHead(database.installationId, head), signature)).toBe(false)
})

test('a signature does not bless a horizon that somebody else has raised', async () => {
  const { database, outside } = openTestDatabase()
  const { signer } = createEd25519Signer()
  for (let i = 0; i < 3; i++) await database.append(bySystem, happened)
  database.signHead(signer)
  const other = outside()
  other.exec('UPDATE log_horizon SET sequence = 2, hash = (SELECT lower(hex(hash)) FROM log_entry WHERE sequence = 2)')
  other.exec('DELETE FROM log_entry WHERE sequence <= 2')
  // Not even where a head of somebody else says so.
  other.exec("INSERT INTO log_head SELECT 4, at_ms, hash, 2, 'ff', key_id, signature FROM log_head")
  for (let i = 0; i < 3; i++) await database.append(bySystem, happened)
  expect(database.signHead(signer)).toMatchObject({ horizonSequence: 0, horizonHash: genesisHash })
})
