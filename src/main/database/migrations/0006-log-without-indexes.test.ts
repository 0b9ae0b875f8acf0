import { expect, test } from 'vitest'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import { access } from './0002-access.ts'
import { keys } from './0004-keys.ts'
import { log } from './0001-log.ts'
import { settings } from './0003-settings.ts'
import { vault } from './0005-vault.ts'

const counted = async () => {
  const { database, outside } = openTestDatabase()
  for (let n = 0; n < 5; n++) await database.append(bySystem, { action: 'thing.happened', message: 'x', count: 2 })
  return outside()
}
const set = (entries: number, events: number, last: number) =>
  `UPDATE log_hour SET entries = entries + ${entries}, events = events + ${events}, last_sequence = last_sequence + ${last}`

test('a counter goes up by several entries at once', async () => {
  const other = await counted()
  other.exec(set(3, 7, 4))
  expect(other.prepare('SELECT entries, events, first_sequence, last_sequence FROM log_hour').get()).toEqual({
    entries: 8,
    events: 17,
    first_sequence: 1,
    last_sequence: 9,
  })
})

test.each([
  ['fewer entries', set(-1, 5, 5)],
  ['no more entries', set(0, 5, 5)],
  ['no more events', set(1, 0, 1)],
  ['fewer events than entries', set(3, 2, 3)],
  ['an end that does not rise', set(1, 1, 0)],
  ['more entries than there are places', set(3, 3, 2)],
  ['another beginning', 'UPDATE log_hour SET first_sequence = 2'],
  ['another hour', 'UPDATE log_hour SET hour = hour + 1'],
])('a counter is refused %s', async (_what, sql) => {
  const other = await counted()
  expect(() => other.exec(sql)).toThrow('only counts up')
})

test('a log that was indexed in place keeps its entries and lets its indexes go', async () => {
  const opened = openTestDatabase({ migrations: [log, access, settings, keys, vault] })
  const indexes = () => opened.outside().prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'log_entry'").all()
  expect(indexes()).toHaveLength(7)
  await opened.database.append(bySystem, { action: 'thing.happened', message: 'before' })
  await opened.database.close()
  const later = openTestDatabase({ directory: opened.directory })
  expect(indexes()).toEqual([])
  expect(await later.database.append(bySystem, { action: 'thing.happened', message: 'after' })).toBe(2)
})
