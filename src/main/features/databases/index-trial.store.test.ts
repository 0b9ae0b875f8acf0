import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openForReading, openForWriting } from '../../database/connection.ts'
import { makeTestDirectory } from '../../test-kit/open-test-database.ts'
import { indexesToTry, tryIndex } from './index-trial.store.ts'

/** Visits that nobody made an index for, on purpose. */
const openVisits = (rows = 20_000) => {
  const directory = makeTestDirectory()
  const path = join(directory, 'visits.db')
  const writing = openForWriting(path)
  writing.exec('CREATE TABLE visit (id INTEGER PRIMARY KEY, person TEXT NOT NULL, at_ms INTEGER NOT NULL, page TEXT) STRICT')
  writing.exec('CREATE TABLE secret (value TEXT) STRICT')
  writing.exec("CREATE TRIGGER kept BEFORE DELETE ON visit BEGIN SELECT RAISE(ABORT, 'visits are kept'); END")
  writing
    .prepare(
      `INSERT INTO visit (person, at_ms, page) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT 'person ' || (i * 7919 % 500), i * 1000, 'page ' || i FROM n`,
    )
    .run(rows)
  const { connection } = openForReading(path)
  onTestFinished(() => {
    connection.close()
    writing.close()
  })
  return { directory, source: connection }
}

const newestOf = 'SELECT * FROM visit WHERE person = @person ORDER BY at_ms DESC LIMIT @limit'

test('the index that a query lacks is found, and proven by its plan and its time on a copy', () => {
  const { source, directory } = openVisits()
  const before = readdirSync(directory)
  const toTry = indexesToTry(source, newestOf)
  expect(toTry.tables).toEqual(['visit'])
  expect(toTry.candidates[0]).toEqual({ table: 'visit', columns: ['person', 'at_ms'] })

  const result = tryIndex(source, newestOf, { ...toTry, candidate: toTry.candidates[0]! })
  expect(result.tables).toEqual([{ name: 'visit', rows: 20_000, all: true }])
  expect(result.before.plan.map(({ mark }) => mark)).toEqual(['scan', 'sort'])
  expect(result.tried.sql).toBe('CREATE INDEX visit_by_person_and_at_ms ON visit (person, at_ms);')
  expect(result.tried.run.plan.map(({ detail }) => detail)).toEqual(['SEARCH visit USING INDEX visit_by_person_and_at_ms (person=?)'])
  expect(result.tried.run.medianMs * 2).toBeLessThan(result.before.medianMs)
  expect(result.tried.verdict).toBe('better')
  expect(result.tried.bytes).toBeGreaterThan(100_000)
  expect(result.tried.writeMs).toEqual({ without: expect.any(Number), with: expect.any(Number) })

  // The file is as it was, nothing lies beside it, and no value has left.
  expect(readdirSync(directory)).toEqual(before)
  expect(source.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE type = 'index'").get()).toEqual({ count: 0 })
  expect(JSON.stringify(result)).not.toMatch(/person \d|page \d/)
})

test('a query that needs no index, or that none would help, is offered none', () => {
  const { source } = openVisits(10)
  expect(indexesToTry(source, 'SELECT * FROM visit WHERE id = @id').candidates).toEqual([])
  expect(indexesToTry(source, 'SELECT max(length(page)) FROM visit').candidates).toEqual([])
  expect(indexesToTry(source, 'INSERT INTO visit VALUES (?, ?, ?, ?)').candidates).toEqual([])
})

test('without a value for a parameter, nothing is proven however fast it ran', () => {
  const { source } = openVisits()
  const sql = 'SELECT * FROM visit WHERE person = coalesce(lower(trim(@name)), 7)'
  const toTry = indexesToTry(source, sql)
  const result = tryIndex(source, sql, { ...toTry, candidate: toTry.candidates[0]! })
  expect(result.withoutValue).toEqual(['name'])
  expect(result.tried.run.medianMs).toBeLessThan(result.before.medianMs)
  expect(result.tried.verdict).toBe('unproven')
})

test('of a large table the newest rows alone are copied, and that is said', () => {
  const { source } = openVisits()
  const toTry = indexesToTry(source, newestOf)
  const result = tryIndex(source, newestOf, { ...toTry, maxRows: 1_000, candidate: toTry.candidates[0]! })
  expect(result.tables).toEqual([{ name: 'visit', rows: 1_000, all: false }])
})

test('tables that are read within each other are copied in part, because their rows multiply and a run cannot be broken off', () => {
  const { source } = openVisits(10)
  expect(indexesToTry(source, newestOf).maxRows).toBe(100_000)
  expect(indexesToTry(source, 'SELECT 1 FROM visit a JOIN visit b ON a.page < b.page').maxRows).toBeLessThan(5_000)
})

test('a write is tried and undone, and its triggers do not run', () => {
  const { source } = openVisits()
  const sql = 'DELETE FROM visit WHERE person = @person'
  const toTry = indexesToTry(source, sql)
  const result = tryIndex(source, sql, { ...toTry, candidate: toTry.candidates[0]! })
  expect(result.tried.run.plan[0]!.detail).toContain('USING')
  expect(source.prepare('SELECT count(*) AS count FROM visit').get()).toEqual({ count: 20_000 })
})
