import { expect, test } from 'vitest'
import { outcomes, severities } from '../../../shared/contract/audit-filter.ts'
import type { SqlParams } from '../../database/database.ts'
import { anEntry } from '../../test-kit/an-entry.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import { groupOf } from './entry-group.ts'
import { entriesAt, scanLog, sequenceBefore } from './log-reading.store.ts'

const everyKind = severities.flatMap((severity) =>
  outcomes.flatMap((outcome) =>
    [null, 'sqli'].flatMap((threatClass) =>
      ['thing.happened', 'sign-in.refused', 'incident.opened', 'threat-level.changed'].map((action) => ({
        severity,
        outcome,
        threatClass,
        action,
        message: 'It happened',
      })),
    ),
  ),
)

const withEveryKind = async () => {
  const opened = openTestDatabase()
  const waiting = everyKind.map((event) => opened.database.append(bySystem, event))
  await opened.database.flush()
  await Promise.all(waiting)
  return opened
}

test('a slice holds every entry that is part of an incident', async () => {
  const { database } = await withEveryKind()
  const { entries, upTo, lastSequence } = database.read((db) => scanLog(db, { after: 0, window: 1000, limit: 1000 }))
  const found = new Set(entries.map(({ sequence }) => sequence))
  for (const [index, event] of everyKind.entries()) {
    if (groupOf(anEntry(event)) !== null) expect(found.has(index + 1), JSON.stringify(event)).toBe(true)
  }
  expect(found.size).toBeLessThan(everyKind.length)
  expect([upTo, lastSequence]).toEqual([everyKind.length, everyKind.length])
})

test('slice after slice, each entry is read once and each event counted once, but those of this feature', async () => {
  const { database } = await withEveryKind()
  const seen: number[] = []
  let events = 0
  for (let after = 0; after < everyKind.length;) {
    const slice = database.read((db) => scanLog(db, { after, window: 17, limit: 3 }))
    expect(slice.upTo).toBeGreaterThan(after)
    seen.push(...slice.entries.map(({ sequence }) => sequence))
    events += slice.tallies.reduce((sum, tally) => sum + tally.events, 0)
    after = slice.upTo
  }
  expect(seen).toEqual(database.read((db) => scanLog(db, { after: 0, window: 1000, limit: 1000 })).entries.map(({ sequence }) => sequence))
  expect(events).toBe(everyKind.length / 2)
})

test('no statement of a slice walks the whole log', async () => {
  const { database } = await withEveryKind()
  const plans: string[] = []
  database.read((db) => {
    const explained = (sql: string, params?: SqlParams) =>
      plans.push(...db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params).map(({ detail }) => detail))
    const watching = {
      get: <Row>(sql: string, params?: SqlParams) => (explained(sql, params), db.get<Row>(sql, params)),
      all: <Row>(sql: string, params?: SqlParams) => (explained(sql, params), db.all<Row>(sql, params)),
    }
    scanLog(watching, { after: 5, window: 10, limit: 5 })
    entriesAt(watching, [3, 4])
  })
  const walks = plans.filter((plan) => /\b(?:e|log_entry)\b/.test(plan))
  expect(walks.length).toBeGreaterThan(3)
  for (const plan of walks) expect(plan).toMatch(/rowid[>=<]|^SCAN log_entry$/)
  // The newest entry alone is found from the end, without a condition.
  expect(plans.filter((plan) => plan === 'SCAN log_entry')).toHaveLength(1)
})

test('entries are read by sequence, the newest first, without those that are gone', async () => {
  const { database } = await withEveryKind()
  expect(database.read((db) => entriesAt(db, [2, 1, 9999])).map(({ sequence }) => sequence)).toEqual([2, 1])
})

test('an entry of which another program took the words is still read', async () => {
  const { database, outside } = await withEveryKind()
  const other = outside()
  for (const trigger of other.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all())
    other.exec(`DROP TRIGGER ${trigger}`)
  other.pragma('foreign_keys = OFF')
  other.exec('DELETE FROM log_text')
  const { entries } = database.read((db) => scanLog(db, { after: 0, window: 1000, limit: 1000 }))
  expect(entries.length).toBeGreaterThan(0)
  expect(groupOf(entries.at(-1)!)).not.toBeNull()
})

test('the last hour begins where the counters by hour say, and not too far back', async () => {
  const { database, clock } = await withEveryKind()
  const nowMs = clock.now()
  expect(database.read((db) => sequenceBefore(db, nowMs - 3_600_000, 1000))).toBe(0)
  expect(database.read((db) => sequenceBefore(db, nowMs - 3_600_000, 10))).toBe(everyKind.length - 10)
  expect(database.read((db) => sequenceBefore(db, nowMs + 7_200_000, 1000))).toBe(everyKind.length)
})

test('counts that another program wrote, however large, do not stop the watch', async () => {
  const opened = await withEveryKind()
  const other = opened.outside()
  other.exec('DROP TRIGGER log_entry_no_update; UPDATE log_entry SET count = 9223372036854775807')
  const { tallies, upTo } = opened.database.read((db) => scanLog(db, { after: 0, window: 1000, limit: 1000 }))
  expect(upTo).toBe(everyKind.length)
  expect(tallies.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThan(2 ** 63)
})
