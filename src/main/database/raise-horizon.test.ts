import { expect, test } from 'vitest'
import { createEd25519Signer } from '../test-kit/ed25519-signer.ts'
import { bySystem, openTestDatabase } from '../test-kit/open-test-database.ts'
import { encodeHead } from './chain.ts'
import { signatureHolds } from './head-signature.ts'

const hourMs = 3_600_000

/** Three hours of four entries each, the second of every hour of another severity. */
const threeHours = async () => {
  const opened = openTestDatabase()
  const { database, clock } = opened
  for (let hour = 0; hour < 3; hour++) {
    for (let i = 0; i < 4; i++)
      await database.append(bySystem, { action: 'thing.happened', message: `Thing ${hour}-${i}`, severity: i === 1 ? 'high' : 'info' })
    clock.setNow(clock.now() + hourMs)
  }
  const keys = createEd25519Signer()
  const rows = (table: string) => database.read((db) => db.all<Record<string, number>>(`SELECT * FROM ${table}`))
  const sequences = (table: string) => rows(table).map(({ sequence }) => sequence)
  return { ...opened, ...keys, rows, sequences }
}

test('raising enters what goes and why, and signs a head that says where the log begins', async () => {
  const { database, signer, trusted, rows, clock, appended } = await threeHours()
  const head = database.raiseHorizon(bySystem, 8, 'age', signer)
  const at8 = database.read((db) => db.get<{ hash: string }>('SELECT lower(hex(hash)) AS hash FROM log_entry WHERE sequence = 8'))!
  expect(head).toMatchObject({ sequence: 13, horizonSequence: 8, horizonHash: at8.hash })
  expect(signatureHolds(trusted.publicKey, encodeHead(database.installationId, head), Buffer.from(head.signature, 'base64'))).toBe(true)
  expect(rows('log_horizon')).toEqual([{ only: 1, sequence: 8, hash: at8.hash, raised_at_ms: clock.now() }])
  expect(appended.at(-1)).toBe(13)
  const entered = database.read((db) =>
    db.get<{ text: string; message: string; detail: string }>(
      'SELECT text, message, detail FROM log_entry e JOIN log_text t ON t.id = e.action WHERE sequence = 13',
    ),
  )!
  expect(entered.text).toBe('log.trimmed')
  expect(entered.message).toBe('8 entries, up to 8 of 2026-11-21 09:00 UTC, were dropped: they were older than the log is kept')
  expect(JSON.parse(entered.detail)).toEqual({ throughSequence: 8, throughAtMs: clock.now() - 2 * hourMs, entries: 8, why: 'age' })
})

test('the counters of the hours below go at once, the entries in steps, and heads after them', async () => {
  const { database, signer, sequences, rows } = await threeHours()
  database.signHead(signer)
  for (let i = 0; i < 2; i++) await database.append(bySystem, { action: 'thing.happened', message: 'later' })
  database.raiseHorizon(bySystem, 12, 'size', signer)
  expect(rows('log_hour').map((row) => row.first_sequence)).toEqual([13])
  expect(sequences('log_entry')).toHaveLength(15)
  expect(database.dropBelowHorizon(signer, 5)).toBe(5)
  expect(sequences('log_entry')[0]).toBe(6)
  expect([database.dropBelowHorizon(signer, 100), database.dropBelowHorizon(signer, 100), database.dropBelowHorizon(signer, 100)]).toEqual([
    7, 1, 0,
  ])
  expect(sequences('log_entry')).toEqual([13, 14, 15])
  expect(sequences('log_head')).toEqual([15])
})

test('what waits to be appended comes before the entry of the trim', async () => {
  const { database, signer } = await threeHours()
  const waiting = database.append(bySystem, { action: 'thing.happened', message: 'waits' })
  expect(database.raiseHorizon(bySystem, 4, 'age', signer).sequence).toBe(14)
  expect(await waiting).toBe(13)
})

test.each([
  ['inside an hour', 6, 'inside-an-hour'],
  ['inside an hour of one severity', 7, 'inside-an-hour'],
  ['above the newest entry', 13, 'not-there'],
  ['nowhere', 0, 'not-there'],
])('a horizon %s is refused, and nothing is entered', async (_, to, reason) => {
  const { database, signer, rows } = await threeHours()
  const before = rows('log_horizon')
  expect(() => database.raiseHorizon(bySystem, to, 'age', signer)).toThrow(expect.objectContaining({ reason }) as Error)
  expect(rows('log_entry')).toHaveLength(12)
  expect(rows('log_head')).toEqual([])
  expect(rows('log_horizon')).toEqual(before)
})

test('an hour that the entry of the trim itself goes on with is not dropped', async () => {
  const { database, signer, clock } = await threeHours()
  clock.setNow(clock.now() - hourMs)
  expect(() => database.raiseHorizon(bySystem, 12, 'age', signer)).toThrow(expect.objectContaining({ reason: 'inside-an-hour' }) as Error)
  expect(await database.append(bySystem, { action: 'thing.happened', message: 'goes on' })).toBe(13)
})

test('a horizon only rises', async () => {
  const { database, signer } = await threeHours()
  database.raiseHorizon(bySystem, 8, 'age', signer)
  for (const to of [4, 8])
    expect(() => database.raiseHorizon(bySystem, to, 'age', signer)).toThrow(expect.objectContaining({ reason: 'not-there' }) as Error)
  database.raiseHorizon(bySystem, 12, 'age', signer)
})

test('a horizon that somebody else has raised is not raised further, and nothing is deleted below it', async () => {
  const { database, signer, sequences, outside } = await threeHours()
  database.signHead(signer)
  outside().exec('UPDATE log_horizon SET sequence = 4, hash = (SELECT lower(hex(hash)) FROM log_entry WHERE sequence = 4)')
  expect(() => database.raiseHorizon(bySystem, 8, 'age', signer)).toThrow(expect.objectContaining({ reason: 'foreign' }) as Error)
  expect(database.dropBelowHorizon(signer, 100)).toBe(0)
  expect(sequences('log_entry')).toHaveLength(12)
})

test('the next heads go on saying where the log begins, and an entry dropped gives no place to another', async () => {
  const { database, signer, clock, reopen } = await threeHours()
  database.raiseHorizon(bySystem, 12, 'age', signer)
  while (database.dropBelowHorizon(signer, 100) > 0);
  const again = await reopen()
  clock.setNow(clock.now() - 3 * hourMs)
  expect(await again.append(bySystem, { action: 'thing.happened', message: 'an hour that was dropped' })).toBe(15)
  expect(again.signHead(signer)).toMatchObject({ sequence: 15, horizonSequence: 12 })
  expect(again.read((db) => db.all('SELECT first_sequence, last_sequence FROM log_hour ORDER BY first_sequence'))).toEqual([
    { first_sequence: 13, last_sequence: 13 },
    { first_sequence: 14, last_sequence: 14 },
    { first_sequence: 15, last_sequence: 15 },
  ])
})

test('another program may delete hours and heads only at or below the horizon, and never the newest head', async () => {
  const { database, signer, outside } = await threeHours()
  database.signHead(signer)
  const head = database.raiseHorizon(bySystem, 8, 'age', signer)
  const other = outside()
  for (const sql of ['DELETE FROM log_hour', 'DELETE FROM log_head', `DELETE FROM log_head WHERE sequence = ${head.sequence}`])
    expect(() => other.exec(sql)).toThrow('append-only')
  other.exec("UPDATE log_horizon SET sequence = 13, hash = 'ff'")
  expect(() => other.exec(`DELETE FROM log_head WHERE sequence = ${head.sequence}`)).toThrow('append-only')
})

test('what was dropped is given back to the file system', async () => {
  const { database, signer, clock, sizeOfFile } = { ...(await threeHours()), sizeOfFile: () => database.usage() }
  const detail = { text: 'x'.repeat(20_000) }
  for (let i = 0; i < 50; i++) await database.append(bySystem, { action: 'thing.happened', message: 'large', detail })
  clock.setNow(clock.now() + hourMs)
  const before = sizeOfFile()
  database.raiseHorizon(bySystem, 62, 'size', signer)
  while (database.dropBelowHorizon(signer, 10) > 0);
  const dropped = sizeOfFile()
  expect(dropped.usedBytes).toBeLessThan(before.usedBytes - 900_000)
  expect(dropped.freeBytes).toBeGreaterThan(900_000)
  expect(database.giveBack(10)).toBe(true)
  expect(sizeOfFile().freeBytes).toBe(dropped.freeBytes - 10 * 4096)
  while (database.giveBack(50));
  expect(sizeOfFile().freeBytes).toBe(0)
})
