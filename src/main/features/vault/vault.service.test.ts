import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLogger } from '../../../ports/logger.ts'
import { createTestVault } from '../../test-kit/create-test-vault.ts'
import { setRole } from '../../test-kit/set-role.ts'

const day = 86_400_000
const keyA = `sk-proj-${'aB3'.repeat(12)}7Fq2`
const keyB = `sk-proj-${'dE5'.repeat(12)}0mXe`

test('a vault that cannot be opened still lists what is known of its keys; all else says why it cannot be done', async () => {
  const vault = await createTestVault()
  const { id, version } = await vault.add(keyA)
  vault.console.keychain.refuse('The keychain is locked. Unlock it.')
  await vault.console.restart()
  const { client } = vault
  expect(await client.vault.list({})).toHaveLength(1)
  expect((await client.vault.get({ id })).versions).toHaveLength(1)
  const unavailable = { code: 'VAULT_UNAVAILABLE', message: 'The keychain is locked. Unlock it.' }
  const record = { id, version }
  for (const call of [
    () => vault.add(keyB),
    () => client.vault.recognise({ text: keyB }),
    () => client.vault.edit({ ...record, label: 'x', tags: [], provider: 'other', expiresAtMs: null }),
    () => client.vault.rotate({ ...record, text: keyB, overlapMs: 0, expiresAtMs: null }),
    () => client.vault.endOverlap({ ...record, versionNumber: 1 }),
    () => client.vault.revoke(record),
    () => client.vault.remove(record),
    () => client.vault.restore(record),
    () => client.vault.previewImport({ source: { kind: 'text', text: 'A=1', name: null } }),
  ])
    await expect(call()).rejects.toMatchObject(unavailable)
  expect(await vault.log()).toHaveLength(1)
})

test('a viewer lists and changes nothing; an operator changes and reveals nothing; revealing asks for a fresh code', async () => {
  const vault = await createTestVault()
  const { id, version } = await vault.add(keyA)
  await expect(vault.client.vault.reveal({ id })).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
  await expect(vault.client.vault.export({ ids: [id] })).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
  await vault.stepUp()
  setRole(vault.console, 'operator')
  await expect(vault.client.vault.reveal({ id })).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  await expect(vault.client.vault.export({ ids: [id] })).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  setRole(vault.console, 'viewer')
  expect(await vault.client.vault.list({})).toHaveLength(1)
  for (const call of [
    () => vault.client.vault.revoke({ id, version }),
    () => vault.add(keyB),
    () => vault.client.vault.previewImport({ source: { kind: 'environment' } }),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  setRole(vault.console, 'admin')
  expect((await vault.log()).map((entry) => entry.action)).toEqual(['key.added'])
})

test('of a revoked key not even the sealed text is left in the database, once the console has stopped', async () => {
  const vault = await createTestVault()
  const { id, version } = await vault.add(keyA)
  await vault.add(keyB, 'other')
  const sealedOf = vault.outside().prepare('SELECT sealed FROM api_key_version WHERE key_id = ?').pluck()
  const sealed = sealedOf.get(id) as Buffer
  await vault.client.vault.revoke({ id, version })
  sealedOf.database.close()
  await vault.console.restart()
  const files = readdirSync(vault.console.dataDirectory).filter((name) => name.startsWith('gatehouse.db'))
  expect(files).toContain('gatehouse.db')
  for (const name of files) expect(readFileSync(join(vault.console.dataDirectory, name)).includes(sealed.subarray(-40)), name).toBe(false)
})

test('no text of a key is in any file of the data directory, nor in an error, nor in either log', async () => {
  const lines: string[] = []
  const vault = await createTestVault({ logger: createLogger('debug', { write: (line) => void lines.push(line) }) })
  const { id, version } = await vault.add(keyA)
  const errors = [
    await vault.client.vault.rotate({ id, version: 9, text: keyB, overlapMs: 0, expiresAtMs: null }).catch((error: unknown) => error),
    await vault.client.vault.add({ label: '', text: keyB }).catch((error: unknown) => error),
  ]
  await vault.client.vault.rotate({ id, version, text: keyB, overlapMs: day, expiresAtMs: null })
  await vault.stepUp()
  await vault.client.vault.reveal({ id })
  const db = vault.outside()
  db.exec('ALTER TABLE api_key_use RENAME TO away')
  const broken = await vault.client.vault.reveal({ id }).catch((error: unknown) => error)
  expect(broken).toMatchObject({ code: 'INTERNAL_ERROR' })
  db.exec('ALTER TABLE away RENAME TO api_key_use')
  expect(lines.join('')).toContain('api_key_use')
  const everything = readdirSync(vault.console.dataDirectory, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name)))
  expect(everything.length).toBeGreaterThan(1)
  for (const secret of [keyA, keyB]) {
    for (const bytes of everything) expect(bytes.includes(secret)).toBe(false)
    expect(JSON.stringify([...errors, broken])).not.toContain(secret)
    expect(lines.join('')).not.toContain(secret)
    expect(JSON.stringify(await vault.log())).not.toContain(secret)
  }
})

test('whatever changes in the vault is told to the other windows', async () => {
  const vault = await createTestVault()
  const feed = await vault.client.live({ topics: ['vault'] })
  expect((await feed.next()).value).toEqual({ topic: 'vault' })
  const next = feed.next()
  await vault.add('sk-proj-a-key-that-another-window-adds-now')
  vault.console.clock.advance(250)
  expect((await next).value).toEqual({ topic: 'vault' })
  await feed.return?.()
})
