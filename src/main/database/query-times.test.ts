import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import { handleOf } from './connection.ts'
import { queryNameOf } from './query-name.ts'
import { createQueryTimes } from './query-times.ts'

test('a query is called by its comment, else by verb, table and a mark of its text', () => {
  expect(queryNameOf('/* newest page */ SELECT 1')).toBe('newest page')
  expect(queryNameOf('SELECT a FROM log_entry WHERE b = @b')).toMatch(/^select log_entry [0-9a-f]{4}$/)
  expect(queryNameOf('INSERT INTO t (a) VALUES (@a)')).toMatch(/^insert t [0-9a-f]{4}$/)
  expect(queryNameOf('WITH x AS (SELECT 1) SELECT * FROM x')).toMatch(/^select x [0-9a-f]{4}$/)
  expect(queryNameOf('SELECT a FROM t')).not.toBe(queryNameOf('SELECT b FROM t'))
  expect(queryNameOf('PRAGMA optimize')).toMatch(/^statement [0-9a-f]{4}$/)
})

test('no value is part of a name, not even one that was written into the text', () => {
  expect(queryNameOf("SELECT a FROM t WHERE name = 'sk-secret-value'")).not.toContain('secret')
})

test('each statement of a handle is told, also one that fails, and never with its parameters', () => {
  const connection = new Sqlite(':memory:')
  onTestFinished(() => void connection.close())
  const told: unknown[][] = []
  const db = handleOf(connection, (...given) => told.push(given))
  db.run('/* make */ CREATE TABLE t (a TEXT UNIQUE) STRICT')
  db.run('/* add */ INSERT INTO t VALUES (@a)', { a: 'sk-secret' })
  expect(() => db.run('/* add */ INSERT INTO t VALUES (@a)', { a: 'sk-secret' })).toThrow('UNIQUE')
  db.get('/* one */ SELECT a FROM t')
  db.all('/* all */ SELECT a FROM t')
  expect(told.map(([name]) => name)).toEqual(['make', 'add', 'add', 'one', 'all'])
  expect(told.map(([, elapsedMs, rows]) => [typeof elapsedMs, rows])).toEqual([0, 1, 0, 1, 1].map((rows) => ['number', rows]))
  expect(told.map(([, , , statement]) => statement)).toEqual([
    { sql: '/* make */ CREATE TABLE t (a TEXT UNIQUE) STRICT', file: ':memory:' },
    { sql: '/* add */ INSERT INTO t VALUES (@a)', file: ':memory:' },
    undefined,
    { sql: '/* one */ SELECT a FROM t', file: ':memory:' },
    { sql: '/* all */ SELECT a FROM t', file: ':memory:' },
  ])
  expect(JSON.stringify(told)).not.toContain('sk-secret')
})

test('times are counted by name, slowest first, and a slow one is logged with its name alone', () => {
  const warned: object[] = []
  let nowMs = 5
  const times = createQueryTimes(() => nowMs, { ...silentLogger, warn: (fields) => warned.push(fields) })
  times.note('quick', 2, 1)
  times.note('quick', 4, 2)
  nowMs = 9
  times.note('slow', 1500.4, 0)
  expect(times.list()).toEqual([
    { name: 'slow', calls: 1, totalMs: 1500.4, p95Ms: expect.closeTo(1500, -3), slowestMs: 1500.4, slowestAtMs: 9, rows: 0, slow: 1 },
    { name: 'quick', calls: 2, totalMs: 6, p95Ms: expect.closeTo(4, 0), slowestMs: 4, slowestAtMs: 5, rows: 3, slow: 0 },
  ])
  expect(warned).toEqual([{ query: 'slow', elapsedMs: 1500 }])
})

test('what was taken is not taken again', () => {
  const times = createQueryTimes(() => 0, silentLogger)
  times.note('a', 1, 0)
  times.note('a', 2, 0)
  expect(times.take()).toEqual(new Map([['a', [1, 2]]]))
  expect(times.take()).toEqual(new Map())
})

test('names without end are counted together, so that they cannot fill the memory', () => {
  const times = createQueryTimes(() => 0, silentLogger)
  for (let index = 0; index < 3000; index++) times.note(`query ${index}`, 1, 0)
  expect(times.list()).toHaveLength(1001)
  expect(times.list().find(({ name }) => name === 'all others')!.calls).toBe(2000)
})

test('the texts of a name are known, the newest first, and no more than a few', () => {
  const times = createQueryTimes(() => 0, silentLogger)
  for (const table of ['a', 'b', 'a', 'c', 'd', 'e', 'f'])
    times.note('page', 1, 0, { sql: `/* page */ SELECT * FROM ${table}`, file: 'gatehouse.db' })
  times.note('page', 1, 0)
  expect(times.statements('page').map(({ sql }) => sql.at(-1))).toEqual(['f', 'e', 'd', 'c', 'a'])
  times.note('long', 1, 0, { sql: `SELECT ${'1,'.repeat(20_000)}1`, file: 'gatehouse.db' })
  expect(times.statements('long')).toEqual([])
  expect(times.statements('unknown')).toEqual([])
})

test('what counts as slow may change on the way', () => {
  let slowMs = 1000
  const times = createQueryTimes(
    () => 0,
    silentLogger,
    () => slowMs,
  )
  times.note('a', 500, 0)
  slowMs = 100
  times.note('a', 500, 0)
  expect(times.list()[0]).toMatchObject({ calls: 2, slow: 1 })
})
