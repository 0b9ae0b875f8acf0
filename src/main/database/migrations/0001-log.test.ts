import { expect, test } from 'vitest'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'

const filled = async () => {
  const opened = openTestDatabase()
  const { database, outside } = opened
  for (const message of ['one', 'two', 'three'])
    await database.append(bySystem, { action: `thing.${message}`, message, severity: 'high', outcome: 'failed' })
  await database.change(bySystem, { action: 'key.made', message: 'x' }, (tx) => {
    tx.run("INSERT INTO log_key VALUES ('k', x'01', x'02', 5)")
  })
  database.signHead({ keyId: 'k', sign: () => Buffer.from('signature') })
  return { database, other: outside() }
}

const dump = (other: { prepare(sql: string): { all(): unknown[] } }) =>
  ['installation', 'log_text', 'log_actor', 'log_entry', 'log_horizon', 'log_hour', 'log_key', 'log_head'].map((table) =>
    other.prepare(`SELECT * FROM ${table}`).all(),
  )

test.each([
  // installation
  "UPDATE installation SET id = 'other'",
  'DELETE FROM installation',
  "INSERT OR REPLACE INTO installation VALUES (1, 'other', 0)",
  // words
  "UPDATE log_text SET text = 'other' WHERE id = 1",
  'DELETE FROM log_text WHERE id = 1',
  "INSERT OR REPLACE INTO log_text VALUES (1, 'other')",
  "INSERT OR REPLACE INTO log_text SELECT max(id) + 1, 'thing.one' FROM log_text",
  "REPLACE INTO log_text (text) VALUES ('without an id')",
  "UPDATE OR REPLACE log_text SET id = 2 WHERE text = 'thing.one'",
  "UPDATE log_actor SET name = 'other'",
  'DELETE FROM log_actor',
  "INSERT OR REPLACE INTO log_actor VALUES (1, 'user', '', 'other')",
  'INSERT OR REPLACE INTO log_actor SELECT id + 1, kind, reference, name FROM log_actor',
  // entries
  "UPDATE log_entry SET message = 'other' WHERE sequence = 2",
  'UPDATE log_entry SET sequence = 20 WHERE sequence = 2',
  'DELETE FROM log_entry WHERE sequence = 2',
  'DELETE FROM log_entry',
  "INSERT OR REPLACE INTO log_entry SELECT 2, at_ms, severity, outcome, action, actor, source, target_kind, target_id, target_name, threat_class, request_id, count, 'other', detail, hash FROM log_entry WHERE sequence = 2",
  'INSERT OR REPLACE INTO log_entry SELECT -1, at_ms, severity, outcome, action, actor, source, target_kind, target_id, target_name, threat_class, request_id, count, message, detail, hash FROM log_entry WHERE sequence = 2',
  'REPLACE INTO log_entry (at_ms, severity, outcome, action, actor, source, count, message, detail, hash) SELECT at_ms, severity, outcome, action, actor, source, count, message, detail, hash FROM log_entry WHERE sequence = 2',
  // horizon
  'UPDATE log_horizon SET sequence = 0',
  'UPDATE log_horizon SET sequence = -1',
  'DELETE FROM log_horizon',
  "INSERT OR REPLACE INTO log_horizon VALUES (1, 3, 'ff', 0)",
  // counters
  'UPDATE log_hour SET entries = 1',
  'UPDATE log_hour SET entries = entries + 2, events = events + 2, last_sequence = last_sequence + 1',
  'UPDATE log_hour SET first_sequence = 2',
  'UPDATE log_hour SET severity = 4',
  'DELETE FROM log_hour',
  'INSERT OR REPLACE INTO log_hour SELECT hour, severity, 1, 1, first_sequence, last_sequence FROM log_hour',
  // keys and heads
  "UPDATE log_key SET public_key = x'ff'",
  "UPDATE log_key SET id = 'other'",
  'DELETE FROM log_key',
  "INSERT OR REPLACE INTO log_key VALUES ('k', x'ff', x'ff', 6)",
  "UPDATE log_head SET hash = 'ff'",
  'DELETE FROM log_head',
  "INSERT OR REPLACE INTO log_head SELECT sequence, at_ms, 'ff', horizon_sequence, horizon_hash, key_id, signature FROM log_head",
])('another program is refused: %s', async (sql) => {
  const { other } = await filled()
  const before = dump(other)
  expect(() => other.exec(sql)).toThrow(/append-only|keeps its id|only rises|only counts up|never replaced/)
  expect(dump(other)).toEqual(before)
})

test('what lies at or below the horizon may go, and its place is not given again', async () => {
  const { other } = await filled()
  const row = other.prepare<[], Record<string, unknown>>('SELECT * FROM log_entry WHERE sequence = 1').get()!
  other.exec("UPDATE log_horizon SET sequence = 2, hash = 'ff'")
  other.exec('DELETE FROM log_entry WHERE sequence <= 2')
  expect(() => other.exec('DELETE FROM log_entry')).toThrow('append-only')
  const names = Object.keys(row)
  const insert = other.prepare(`INSERT INTO log_entry (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`)
  expect(() => insert.run(row)).toThrow('append-only')
})
