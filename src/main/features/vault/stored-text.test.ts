import fc from 'fast-check'
import type Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { createTestVault } from '../../test-kit/create-test-vault.ts'

interface Row {
  key_id: string
  number: number
  sealed: Buffer
  fingerprint: Buffer
}
const rowsOf = (db: Sqlite.Database) =>
  db.prepare('SELECT key_id, number, sealed, fingerprint FROM api_key_version WHERE sealed IS NOT NULL').all() as Row[]
const put = (db: Sqlite.Database, { key_id, number, sealed, fingerprint }: Row) =>
  db
    .prepare('UPDATE api_key_version SET sealed = ?, fingerprint = ? WHERE key_id = ? AND number = ?')
    .run(sealed, fingerprint, key_id, number)

/** Two keys with two versions each, and every one of their texts. */
const setUp = async () => {
  const vault = await createTestVault()
  const texts = new Map<string, string>()
  for (const name of ['one', 'two']) {
    const { id, version } = await vault.add(`${name} first ${'x'.repeat(40)}`, name)
    const next = `${name} second ${'y'.repeat(40)}`
    await vault.client.vault.rotate({ id, version, text: next, overlapMs: 3_600_000, expiresAtMs: null })
    texts.set(`${id} 1`, `${name} first ${'x'.repeat(40)}`).set(`${id} 2`, next)
  }
  await vault.stepUp()
  const open = ({ key_id, number }: Row) => vault.client.vault.reveal({ id: key_id, versionNumber: number, purpose: 'copy' })
  return { vault, texts, open, db: vault.outside() }
}
const doesNotOpen = { code: 'VAULT_UNAVAILABLE', message: expect.stringMatching(/does not open/) }

test('whatever bit of a stored text is turned, whatever is cut off or added: it fails closed', async () => {
  const { open, db, texts } = await setUp()
  const [row] = rowsOf(db)
  const length = row!.sealed.length
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.record({ kind: fc.constant('flip' as const), at: fc.nat(length * 8 - 1) }),
        fc.record({ kind: fc.constant('cut' as const), at: fc.nat(length - 1) }),
        fc.record({ kind: fc.constant('cut front' as const), at: fc.integer({ min: 1, max: length }) }),
        fc.record({ kind: fc.constant('add' as const), at: fc.nat(255) }),
      ),
      async ({ kind, at }) => {
        const sealed = Buffer.from(row!.sealed)
        if (kind === 'flip') sealed[at >> 3]! ^= 1 << (at & 7)
        const changed =
          kind === 'flip'
            ? sealed
            : kind === 'cut'
              ? sealed.subarray(0, at)
              : kind === 'cut front'
                ? sealed.subarray(at)
                : Buffer.concat([sealed, Buffer.of(at)])
        put(db, { ...row!, sealed: changed })
        await expect(open(row!)).rejects.toMatchObject(doesNotOpen)
      },
    ),
    { numRuns: 60 },
  )
  put(db, row!)
  expect((await open(row!)).text).toBe(texts.get(`${row!.key_id} ${row!.number}`))
})

test('a text put in the place of any other, with or without its fingerprint, fails closed', async () => {
  const { open, db, texts } = await setUp()
  const rows = rowsOf(db)
  expect(rows).toHaveLength(4)
  for (const from of rows)
    for (const into of rows) {
      if (from === into) continue
      for (const fingerprint of [from.fingerprint, into.fingerprint]) {
        put(db, { ...into, sealed: from.sealed, fingerprint })
        await expect(open(into)).rejects.toMatchObject(doesNotOpen)
        put(db, into)
      }
    }
  for (const row of rows) expect((await open(row)).text).toBe(texts.get(`${row.key_id} ${row.number}`))
})

test('an older text replayed under the number that the newer one has fails closed, and the log tells it as critical', async () => {
  const { vault, open, db } = await setUp()
  const [old, present] = rowsOf(db)
  db.prepare('DELETE FROM api_key_version WHERE key_id = ? AND number = ?').run(old!.key_id, old!.number)
  put(db, { ...present!, sealed: old!.sealed, fingerprint: old!.fingerprint })
  await expect(open(present!)).rejects.toMatchObject(doesNotOpen)
  expect(await vault.log('key.broken')).toMatchObject([{ severity: 'critical', outcome: 'failed', actor: { name: 'mara' } }])
})

test('a text of the same number from another life of the key is told by its fingerprint', async () => {
  const { open, db } = await setUp()
  const [row, other] = rowsOf(db)
  put(db, { ...row!, fingerprint: other!.fingerprint })
  await expect(open(row!)).rejects.toMatchObject(doesNotOpen)
})

test('a fingerprint that was cut short fails closed like any other', async () => {
  const { open, db } = await setUp()
  const [row] = rowsOf(db)
  put(db, { ...row!, fingerprint: row!.fingerprint.subarray(1) })
  await expect(open(row!)).rejects.toMatchObject(doesNotOpen)
})
