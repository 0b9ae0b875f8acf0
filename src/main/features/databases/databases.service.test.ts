import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JobWork } from '../../../shared/contract/databases.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import type { Client, TestConsole } from '../../test-kit/create-test-console.ts'
import { readActs } from '../../test-kit/read-log.ts'

let console: TestConsole
let client: Client
beforeAll(async () => {
  console = await createTestConsole()
  client = (await console.firstRun()).client
  const limits = new Sqlite(join(console.dataDirectory, 'guard.limits.db'))
  limits.exec('CREATE TABLE counted (key TEXT, at_ms INTEGER) STRICT')
  limits.exec(
    'INSERT INTO counted WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT hex(randomblob(8)), i FROM n',
  )
  limits.close()
})
afterAll(() => console.end())

const patience = { timeout: 30_000 }
const ended = async (work: JobWork) => {
  const { id } = await client.databases.start(work)
  const job = async () => (await client.databases.jobs()).find((one) => one.id === id)!
  await expect.poll(async () => (await job()).state, patience).not.toBe('running')
  return job()
}

test('queries of both databases and of the reader are told by name, with rows and p95', async () => {
  await client.audit.list({ limit: 5 })
  const { slowMs, queries } = await client.databases.queries()
  expect(slowMs).toBe(1000)
  const named = queries.map(({ name }) => name)
  expect(named.some((name) => name.startsWith('metrics '))).toBe(true)
  expect(named.some((name) => name.startsWith('select log_entry'))).toBe(true)
  for (const { calls, totalMs, slowestMs, p95Ms } of queries) {
    expect(calls).toBeGreaterThan(0)
    expect(totalMs).toBeGreaterThanOrEqual(slowestMs)
    expect(slowestMs).toBeGreaterThanOrEqual(p95Ms)
  }
  expect(queries.some(({ rows }) => rows > 0)).toBe(true)
})

test('every query that has run can be explained, on the file it ran on, and no value is told', async () => {
  const { queries } = await client.databases.queries()
  for (const { name } of queries) {
    const { statements } = await client.databases.query({ name })
    for (const { sql, plan, problem } of statements) {
      expect(problem, sql).toBeNull()
      expect(plan, sql).toBeInstanceOf(Array)
      expect(sql).not.toContain('mara')
    }
  }
  await expect(client.databases.query({ name: 'select nothing 0000' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('each file tells its pages and its write-ahead log; what it does not have is null, not nought', async () => {
  const databases = await client.databases.files()
  expect(databases.map(({ id }) => id)).toEqual(expect.arrayContaining(['console', 'telemetry', 'guard-limits']))
  const [file] = databases.find(({ id }) => id === 'console')!.files
  expect(file).toMatchObject({ file: 'gatehouse.db', problem: null, pageBytes: expect.any(Number) })
  expect(file!.pages).toBeGreaterThan(20)
  expect(file!.wal!.bytes).toBe(statSync(join(console.dataDirectory, 'gatehouse.db-wal')).size)
  expect(file!.wal!.pages).toBeGreaterThanOrEqual(file!.wal!.checkpointedPages!)
  expect(file!.lastCheckpointAtMs).toBe(Math.trunc(statSync(join(console.dataDirectory, 'gatehouse.db')).mtimeMs))
  const [limits] = databases.find(({ id }) => id === 'guard-limits')!.files
  expect(limits).toMatchObject({ wal: null, lastCheckpointAtMs: null, freePages: 0 })
})

test('tables are measured by size, and add up to the file', async () => {
  const { result, state, done, total } = await ended({ kind: 'sizes', database: 'guard-limits' })
  expect({ state, done, total }).toEqual({ state: 'done', done: 2, total: 2 })
  const tables = result?.kind === 'sizes' ? result.tables : []
  expect(tables[0]).toMatchObject({ name: 'counted', of: null })
  expect(tables.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(statSync(join(console.dataDirectory, 'guard.limits.db')).size)
  expect((await readActs(client))[0]).toMatchObject({
    action: 'database.looked-into',
    message: expect.stringMatching(/^mara .*guard.limits.db$/),
  })
})

test('a check finds a sound database sound, and says of a damaged one where', async () => {
  expect((await ended({ kind: 'check', database: 'console' })).result).toEqual({ kind: 'check', intact: true, findings: [] })
  const file = openSync(join(console.dataDirectory, 'guard.limits.db'), 'r+')
  writeSync(file, Buffer.alloc(2000, 7), 0, 2000, 4096 * 5 + 8)
  closeSync(file)
  const { result } = await ended({ kind: 'check', database: 'guard-limits' })
  expect(result).toMatchObject({ kind: 'check', intact: false })
  expect(result?.kind === 'check' && result.findings[0]).toMatch(/^guard\.limits\.db, counted: /)
  const acts = await readActs(client)
  expect(acts.find(({ action }) => action === 'database.checked')).toMatchObject({ severity: 'critical', outcome: 'failed' })
})

test('indexes for a query of the log are tried, with the objection that stands against them, and nothing is left', async () => {
  const { queries } = await client.databases.queries()
  const files = readdirSync(console.dataDirectory)
  let tried = 0
  for (const { name } of queries.filter(({ name }) => name.startsWith('select')).slice(0, 8)) {
    const { state, result } = await ended({ kind: 'indexes', query: name })
    expect(state).toBe('done')
    expect(result?.kind === 'indexes' && result.trial.sentence).toMatch(/\.$/)
    if (result?.kind === 'indexes')
      for (const one of result.trial.tried) if (one.sql.includes(' ON log_entry ')) expect(one.objection).toContain('0011')
    tried += 1
  }
  expect(tried).toBeGreaterThan(0)
  expect(readdirSync(console.dataDirectory)).toEqual(files)
})

test('one work at a time; a cancelled one says so, and its worker makes room for the next', async () => {
  const { id } = await client.databases.start({ kind: 'sizes', database: 'console' })
  await expect(client.databases.start({ kind: 'check', database: 'telemetry' })).rejects.toMatchObject({ code: 'BUSY' })
  await client.databases.cancel({ id })
  expect((await client.databases.jobs())[0]).toMatchObject({ id, state: 'cancelled', result: null })
  await expect(client.databases.cancel({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect((await readActs(client))[0]).toMatchObject({ action: 'database.look-cancelled' })
  expect((await ended({ kind: 'check', database: 'telemetry' })).state).toBe('done')
})
