import { expect, test } from 'vitest'
import { bySystem, openTestDatabase } from '../test-kit/open-test-database.ts'
import type { Database } from './database.ts'

const happened = { action: 'thing.happened', message: 'A thing happened' }
interface Row {
  sequence: number
  action: string
  severity: number
  detail: string
}
const log = (database: Database) =>
  database.read((db) =>
    db.all<Row>(
      'SELECT e.sequence, t.text AS action, e.severity, e.detail FROM log_entry e JOIN log_text t ON t.id = e.action ORDER BY e.sequence',
    ),
  )
const lastOf = (database: Database) => log(database).at(-1)!
const dropTriggers = "SELECT 'DROP TRIGGER ' || name FROM sqlite_schema WHERE type = 'trigger'"

/** Another program that minds no trigger. */
const intruder = (opened: ReturnType<typeof openTestDatabase>) => {
  const other = opened.outside()
  for (const sql of other.prepare<[], string>(dropTriggers).pluck().all()) other.exec(sql)
  other.pragma('foreign_keys = OFF')
  return other
}

test('a clock that steps back is an entry of its own, once, between the two times', async () => {
  const { database, clock } = openTestDatabase()
  await database.append(bySystem, happened)
  clock.setNow(clock.now() - 3_600_000)
  await database.change(bySystem, happened, () => null)
  await database.append(bySystem, happened)
  expect(log(database).map((row) => row.action)).toEqual(['thing.happened', 'clock.stepped-back', 'thing.happened', 'thing.happened'])
  expect(JSON.parse(log(database)[1]!.detail)).toEqual({ fromMs: clock.now() + 3_600_000, toMs: clock.now() })
})

test('a step back over a restart is seen too', async () => {
  const opened = openTestDatabase()
  await opened.database.append(bySystem, happened)
  opened.clock.setNow(opened.clock.now() - 10_000)
  const again = await opened.reopen()
  await again.append(bySystem, happened)
  expect(log(again).map((row) => row.action)).toEqual(['thing.happened', 'clock.stepped-back', 'thing.happened'])
})

test('a second back, as clocks are trimmed, is nothing', async () => {
  const { database, clock } = openTestDatabase()
  await database.append(bySystem, happened)
  clock.setNow(clock.now() - 1000)
  await database.append(bySystem, happened)
  expect(log(database)).toHaveLength(2)
})

test('the sequence told is that of the event, not of the entry about the clock before it', async () => {
  const { database, clock } = openTestDatabase()
  await database.append(bySystem, happened)
  clock.setNow(clock.now() - 10_000)
  expect(await Promise.all([database.append(bySystem, happened), database.append(bySystem, happened)])).toEqual([3, 4])
})

test('what another program adds between two commits is noticed, once', async () => {
  const opened = openTestDatabase()
  const { database } = opened
  await database.append(bySystem, happened)
  intruder(opened).exec(
    "INSERT INTO log_entry SELECT 2, at_ms, severity, outcome, action, actor, source, target_kind, target_id, target_name, threat_class, request_id, count, 'forged', detail, hash FROM log_entry",
  )
  await database.append(bySystem, happened)
  await database.append(bySystem, happened)
  expect(log(database).map((row) => [row.sequence, row.action, row.severity])).toEqual([
    [1, 'thing.happened', 0],
    [2, 'thing.happened', 0],
    [3, 'log.foreign-write', 4],
    [4, 'thing.happened', 0],
    [5, 'thing.happened', 0],
  ])
})

test('a change of the newest entry is noticed by its hash', async () => {
  const opened = openTestDatabase()
  await opened.database.append(bySystem, happened)
  intruder(opened).exec('UPDATE log_entry SET hash = zeroblob(32)')
  await opened.database.change(bySystem, happened, () => null)
  expect(log(opened.database)[1]).toMatchObject({ action: 'log.foreign-write' })
})

test('a tail cut off is noticed, and its sequences are not given again', async () => {
  const opened = openTestDatabase()
  for (let i = 0; i < 5; i++) await opened.database.append(bySystem, happened)
  intruder(opened).exec('DELETE FROM log_entry WHERE sequence > 2')
  await opened.database.append(bySystem, happened)
  expect(log(opened.database).map((row) => row.sequence)).toEqual([1, 2, 6, 7])
  expect(JSON.parse(log(opened.database)[2]!.detail)).toEqual({ expectedSequence: 5, foundSequence: 2 })
})

test('below a signed head no sequence is given again, also after a restart', async () => {
  const opened = openTestDatabase()
  for (let i = 0; i < 5; i++) await opened.database.append(bySystem, happened)
  opened.database.signHead({ keyId: 'k', sign: () => Buffer.from('signature') })
  await opened.database.close()
  intruder(opened).exec('DELETE FROM log_entry WHERE sequence > 2')
  const again = await opened.reopen()
  expect(await again.append(bySystem, happened)).toBe(6)
})

test('a word taken out of the dictionary holds up one write, not all', async () => {
  const opened = openTestDatabase()
  await opened.database.append(bySystem, happened)
  intruder(opened).exec('DELETE FROM log_text')
  await expect(opened.database.append(bySystem, happened)).rejects.toThrow(/FOREIGN KEY/)
  await opened.database.append(bySystem, happened)
  expect(lastOf(opened.database).action).toBe('thing.happened')
})

test('entries are counted by hour and severity, over a clock that steps back too', async () => {
  const { database, clock } = openTestDatabase()
  const hour = 3_600_000
  const start = clock.now()
  await database.append(bySystem, { ...happened, count: 5 })
  await database.append(bySystem, { ...happened, severity: 'high' })
  clock.advance(hour)
  await database.append(bySystem, happened)
  clock.setNow(start + 1)
  await database.append(bySystem, happened)
  const hours = database.read((db) =>
    db.all('SELECT hour - @start AS hour, severity, entries, events, first_sequence, last_sequence FROM log_hour ORDER BY 1, 2', { start }),
  )
  expect(hours).toEqual([
    { hour: 0, severity: 0, entries: 2, events: 6, first_sequence: 1, last_sequence: 5 },
    { hour: 0, severity: 2, entries: 1, events: 1, first_sequence: 4, last_sequence: 4 },
    { hour: 0, severity: 3, entries: 1, events: 1, first_sequence: 2, last_sequence: 2 },
    { hour, severity: 0, entries: 1, events: 1, first_sequence: 3, last_sequence: 3 },
  ])
})
