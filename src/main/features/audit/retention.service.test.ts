import { join } from 'node:path'
import { expect, test } from 'vitest'
import { silentLogger } from '../../../ports/logger.ts'
import { auditFilterSchema } from '../../../shared/contract/audit-filter.ts'
import { openTestAudit } from '../../test-kit/open-test-audit.ts'
import { bySystem } from '../../test-kit/open-test-database.ts'
import { allEntries } from '../../test-kit/read-log.ts'
import { keptHeadFile } from './kept-head.ts'
import { createRetention } from './retention.service.ts'
import { createSignedHeads } from './signed-heads.service.ts'
import type { SignedHeads } from './signed-heads.service.ts'

const hour = 3_600_000
const day = 24 * hour

/** One entry every hour for so many days, each of 1 KB; the log is kept for 7 days and may take 100 MB. */
const filled = async (days: number) => {
  const opened = openTestAudit()
  const { clock, events, database } = opened
  const waiting: Promise<number>[] = []
  for (let i = 0; i < days * 24; i++) {
    clock.setNow(clock.now() + hour)
    waiting.push(database.append(bySystem, { action: 'thing.happened', message: `Thing ${i}`, detail: { text: 'x'.repeat(1000) } }))
  }
  await database.flush()
  await Promise.all(waiting)
  const values: Record<string, number> = { 'audit.keepDays': 7, 'audit.maxMegabytes': 100 }
  const index = { size: 0 }
  const use = { now: false }
  const start = (heads: SignedHeads = opened.heads) => {
    const retention = createRetention({
      database: opened.database,
      clock,
      events,
      logger: silentLogger,
      settings: { get: (key) => values[key]! },
      heads,
      indexBytes: () => index.size,
      rowsInUse: () => use.now,
    })
    retention.start()
    return retention
  }
  const all = <Row>(sql: string) => opened.database.read((db) => db.all<Row>(sql))
  const count = () => all<{ n: number }>('SELECT count(*) AS n FROM log_entry')[0]!.n
  const oldest = () => all<{ at_ms: number; sequence: number }>('SELECT at_ms, sequence FROM log_entry ORDER BY sequence LIMIT 1')[0]!
  const entered = (action: string) =>
    all<{ message: string; detail: string }>(
      `SELECT message, detail FROM log_entry e JOIN log_text t ON t.id = e.action WHERE t.text = '${action}' ORDER BY sequence`,
    )
  return Object.assign(opened, { start, values, index, use, count, oldest, entered })
}

test('what is older than it is kept goes; the rest verifies, and says from where', async () => {
  const { start, clock, oldest, count, entered, verify, audit, keptHead } = await filled(20)
  const retention = start()
  clock.advance(20_000)
  expect(clock.now() - oldest().at_ms).toBeLessThanOrEqual(8 * day)
  expect(clock.now() - oldest().at_ms).toBeGreaterThan(7 * day)
  expect(entered('log.trimmed')).toHaveLength(1)
  const horizon = oldest().sequence - 1
  expect(retention.state()).toMatchObject({
    state: 'idle',
    horizonSequence: horizon,
    oldestAtMs: oldest().at_ms,
    keepDays: 7,
    maxMegabytes: 100,
    lastDropAtMs: clock.now() - 20_000,
  })
  expect(keptHead()).toMatchObject({ horizonSequence: horizon })
  expect(count()).toBe(20 * 24 + 1 - horizon)
  const verdict = await verify()
  expect(verdict).toMatchObject({ intact: true, firstSequence: horizon + 1, checked: 20 * 24 + 1 - horizon })
  await expect(audit.entry(horizon)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: `Entry ${horizon} is no longer kept: retention dropped the entries up to ${horizon} on 2026-12-11 08:00:00 UTC.`,
  })
  await expect(audit.entry(100_000)).rejects.toMatchObject({ message: 'There is no entry 100000 in the log.' })
  expect((await audit.entry(horizon + 1)).proof.state).toBe('proved')
})

test('between the horizon and the deletion nothing of what is dropped is shown, and the log verifies', async () => {
  const { start, clock, count, verify, audit, entered } = await filled(20)
  const retention = start()
  while (entered('log.trimmed').length === 0) clock.advance(1)
  const { horizonSequence, state } = retention.state()
  expect(state).toBe('dropping')
  expect(count()).toBeGreaterThan(20 * 24 + 1 - horizonSequence)
  await expect(audit.entry(horizonSequence)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(audit.size().firstSequence).toBe(horizonSequence + 1)
  const listed = await allEntries((before, limit) => audit.list(auditFilterSchema.parse({}), before ?? horizonSequence + 2, limit))
  expect(listed.map(({ sequence }) => sequence)).toEqual([horizonSequence + 1])
  expect(await verify()).toMatchObject({ intact: true, firstSequence: horizonSequence + 1 })
})

test('what an earlier run left is deleted by the next one', async () => {
  const opened = await filled(20)
  const first = opened.start()
  while (opened.entered('log.trimmed').length === 0) opened.clock.advance(1)
  first.stop()
  await opened.restart()
  const second = opened.start(opened.heads)
  opened.clock.advance(5000)
  expect(opened.oldest().sequence).toBe(second.state().horizonSequence + 1)
  expect(opened.entered('log.trimmed')).toHaveLength(1)
  expect(await opened.verify()).toMatchObject({ intact: true })
})

test('it looks every hour, and what became too old goes once a day', async () => {
  const { start, clock, entered, database } = await filled(7)
  start()
  for (let hours = 0; hours < 48; hours++) {
    await database.append(bySystem, { action: 'thing.happened', message: 'later' })
    clock.advance(hour)
  }
  expect(entered('log.trimmed')).toHaveLength(2)
})

test('a setting that is changed has effect at once', async () => {
  const { start, clock, entered, values, events, count } = await filled(20)
  values['audit.keepDays'] = 30
  start()
  clock.advance(1000)
  expect(entered('log.trimmed')).toHaveLength(0)
  values['audit.keepDays'] = 10
  events.publish({ kind: 'settings-changed' })
  clock.advance(1000)
  expect(entered('log.trimmed')).toHaveLength(1)
  expect(count()).toBeLessThan(12 * 24)
})

test('a log that takes too much, its index counted, loses its oldest entries and keeps the last day', async () => {
  const { start, clock, entered, index, values, oldest } = await filled(5)
  values['audit.keepDays'] = 365
  index.size = 90_000_000
  start()
  clock.advance(1000)
  expect(entered('log.trimmed')).toHaveLength(0)
  index.size = 1_000_000_000
  clock.advance(hour)
  expect(entered('log.trimmed')).toHaveLength(1)
  expect(JSON.parse(entered('log.trimmed')[0]!.detail)).toMatchObject({ why: 'size' })
  expect(clock.now() - oldest().at_ms).toBeGreaterThanOrEqual(day - hour)
})

test('while heads cannot be signed nothing goes, and from then on it does', async () => {
  const { start, database, clock, events, directory, signer, entered, count } = await filled(20)
  const heads = createSignedHeads({ database, clock, events, logger: silentLogger, keptHeadPath: join(directory, keptHeadFile) })
  const retention = start(heads)
  clock.advance(2 * hour)
  expect(retention.state()).toMatchObject({ state: 'waiting', horizonSequence: 0 })
  expect(count()).toBe(20 * 24)
  heads.use(signer)
  retention.look()
  clock.advance(5000)
  expect(entered('log.trimmed')).toHaveLength(1)
  clock.advance(10_000)
  expect(retention.state().state).toBe('idle')
})

test('while the log is verified or exported nothing goes; a run that never ends is waited for an hour', async () => {
  const { start, clock, use, entered } = await filled(20)
  use.now = true
  start()
  clock.advance(hour - 1)
  expect(entered('log.trimmed')).toHaveLength(0)
  clock.advance(20_000)
  expect(entered('log.trimmed')).toHaveLength(1)
})

test('once the run is over it goes on within seconds', async () => {
  const { start, clock, use, entered } = await filled(20)
  use.now = true
  start()
  clock.advance(30_000)
  use.now = false
  clock.advance(10_000)
  expect(entered('log.trimmed')).toHaveLength(1)
})

test('below a horizon that another program has raised nothing is deleted, and the log says so once and as critical', async () => {
  const { start, clock, outside, heads, entered, count, verify, database } = await filled(20)
  heads.signNow()
  outside().exec('UPDATE log_horizon SET sequence = 10, hash = (SELECT lower(hex(hash)) FROM log_entry WHERE sequence = 10)')
  const retention = start()
  clock.advance(3 * hour)
  await database.flush()
  expect(count()).toBe(20 * 24 + 1)
  expect(retention.state().state).toBe('waiting')
  expect(entered('log.trimmed')).toHaveLength(0)
  expect(entered('log.horizon-refused')).toHaveLength(1)
  expect((await verify()).broken).toMatchObject({ kind: 'missing', sequence: 1 })
})

test('somebody who deletes below a horizon of their own after a drop is found', async () => {
  const { start, clock, outside, append, heads, verify } = await filled(20)
  const retention = start()
  clock.advance(5000)
  const { horizonSequence } = retention.state()
  const to = horizonSequence + 10
  outside().exec(
    `UPDATE log_horizon SET sequence = ${to}, hash = (SELECT lower(hex(hash)) FROM log_entry WHERE sequence = ${to}); DELETE FROM log_entry WHERE sequence <= ${to}`,
  )
  await append(3)
  heads.signNow()
  expect((await verify()).broken).toMatchObject({
    kind: 'missing',
    sequence: horizonSequence + 1,
    sentence: expect.stringContaining('without a signed head that says so') as string,
  })
})

test('a log that does not continue its kept head loses nothing more', async () => {
  const { start, clock, intruder, heads, restart, entered, count } = await filled(20)
  heads.signNow()
  const other = intruder()
  other.exec('DELETE FROM log_entry WHERE sequence > 400; DELETE FROM log_head')
  other.close()
  await restart()
  const opened = count()
  const retention = start()
  clock.advance(5000)
  expect(retention.state()).toMatchObject({ state: 'waiting', horizonSequence: 0 })
  expect(entered('log.trimmed')).toHaveLength(0)
  expect(count()).toBeGreaterThanOrEqual(opened)
})

test('a stopped console leaves no timer of it behind, whatever it was at', async () => {
  for (const ms of [0, 1, 25, hour]) {
    const { start, clock, heads } = await filled(20)
    await heads.stop()
    const waiting = clock.waiting()
    const retention = start()
    clock.advance(ms)
    expect(clock.waiting()).toBeGreaterThan(waiting)
    retention.stop()
    retention.look()
    expect(clock.waiting()).toBe(waiting)
  }
})
