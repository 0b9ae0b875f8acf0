import fc from 'fast-check'
import { expect, test } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import { createHandClock } from '../test-kit/hand-clock.ts'
import { bySystem, openTestDatabase } from '../test-kit/open-test-database.ts'
import type { AuditEvent, By } from './database.ts'
import { createRepeatedEvents } from './repeated-events.ts'
import type { RepeatKey } from './repeated-events.ts'

interface Entered {
  by: By
  event: AuditEvent
}

const minute = 60_000

/** Entries that would be in the log; `refuse` stands for a full disk. */
const setUp = () => {
  const clock = createHandClock()
  const entered: Entered[] = []
  const disk = { refuse: false }
  const repeated = createRepeatedEvents({
    database: {
      append: async (by, event) => {
        if (disk.refuse) throw new Error('The disk is full.')
        return entered.push({ by, event })
      },
    },
    clock,
    logger: silentLogger,
  })
  const happen = (source = '192.0.2.1', key: Partial<RepeatKey> = {}, message = 'A try') =>
    repeated.append(
      { ...bySystem, source, requestId: '01990000-0000-7000-8000-000000000000' },
      { action: 'thing.refused', message, detail: { step: 'one' } },
      { class: 'thing.refused', source, ...key },
    )
  const counts = () => entered.map(({ event }) => event.count ?? 1)
  const sum = () => counts().reduce((all, count) => all + count, 0)
  /** Lets what was begun without being waited for come to its end. */
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return { clock, entered, disk, repeated, happen, counts, sum, settle }
}

test('ten a minute are entered singly, those beyond as one entry after ten seconds, with the first and the last time', async () => {
  const { clock, entered, happen, counts } = setUp()
  for (let i = 0; i < 10; i++) await happen()
  const firstAtMs = clock.now()
  await happen()
  clock.advance(4000)
  await happen()
  const lastAtMs = clock.now()
  await happen('192.0.2.1', {}, 'The last try')
  expect(counts()).toEqual(Array.from({ length: 10 }, () => 1))
  expect(entered[0]!.event.detail).toEqual({ step: 'one' })
  expect(entered[0]!.by.requestId).not.toBeNull()
  clock.advance(6000)
  expect(counts().at(-1)).toBe(3)
  expect(entered.at(-1)).toEqual({
    by: { ...bySystem, source: '192.0.2.1', requestId: null },
    event: { action: 'thing.refused', message: 'The last try', count: 3, detail: { step: 'one', firstAtMs, lastAtMs } },
  })
})

test('one that is severe is not hidden by those after it', async () => {
  const { clock, entered, repeated, happen } = setUp()
  for (let i = 0; i < 11; i++) await happen()
  const source = '192.0.2.1'
  await repeated.append(
    { ...bySystem, source },
    { action: 'thing.refused', severity: 'critical', message: 'It came through' },
    { class: 'thing.refused', source },
  )
  for (let i = 0; i < 5; i++) await happen()
  clock.advance(10_000)
  expect(entered.at(-1)!.event).toMatchObject({ severity: 'critical', message: 'It came through', count: 7 })
})

test('somebody who goes on for an hour gets at most sixteen entries a minute, and every try is counted', async () => {
  const { clock, happen, counts, sum, repeated } = setUp()
  for (let second = 0; second < 3600; second++) {
    for (let i = 0; i < 3; i++) await happen()
    clock.advance(1000)
  }
  await repeated.close()
  expect(counts().length).toBeLessThanOrEqual(60 * 16)
  expect(sum()).toBe(3 * 3600)
})

test('after a quiet minute they are entered singly again', async () => {
  const { clock, happen, counts } = setUp()
  for (let i = 0; i < 12; i++) await happen()
  clock.advance(minute)
  await happen()
  expect(counts().slice(-2)).toEqual([2, 1])
})

test.each<[string, Partial<RepeatKey>]>([
  ['class', { class: 'other' }],
  ['source', { source: '192.0.2.2' }],
  ['route', { route: 'r' }],
  ['consumer', { consumer: 'c' }],
])('another %s is counted by itself', async (_, other) => {
  const { happen, counts } = setUp()
  for (let i = 0; i < 20; i++) await happen()
  await happen('192.0.2.1', other)
  expect(counts()).toHaveLength(11)
})

test('addresses of one /64 are one source, and their entry names the network', async () => {
  const { clock, entered, happen } = setUp()
  for (let i = 1; i <= 15; i++) await happen(`2001:db8:0:1::${i}`)
  clock.advance(10_000)
  expect(entered[9]!.by.source).toBe('2001:db8:0:1::10')
  expect(entered.at(-1)).toMatchObject({ by: { source: '2001:db8:0:1::/64' }, event: { count: 5 } })
})

test('beyond ten thousand kinds, those of a class are counted together as several sources', async () => {
  const { clock, entered, happen, repeated, sum } = setUp()
  for (let i = 0; i < 10_000; i++) await happen(`10.0.${i >> 8}.${i & 255}`)
  entered.length = 0
  for (let i = 0; i < 30; i++) await happen(`10.1.0.${i}`)
  await happen('10.1.0.1', { class: 'other' })
  expect(entered.map(({ by }) => by.source)).toEqual([...Array.from({ length: 10 }, (_, i) => `10.1.0.${i}`), '10.1.0.1'])
  clock.advance(10_000)
  expect(entered.at(-1)).toMatchObject({ by: { source: 'several sources' }, event: { count: 20 } })
  // Those that are quiet for a minute make room.
  clock.advance(minute)
  for (let i = 0; i < 20; i++) await happen('10.2.0.1')
  await repeated.close()
  expect(entered.at(-1)).toMatchObject({ by: { source: '10.2.0.1' }, event: { count: 10 } })
  expect(sum()).toBe(30 + 1 + 20)
})

test('what waits is entered at the end, and what comes then at once', async () => {
  const { clock, happen, counts, repeated } = setUp()
  for (let i = 0; i < 12; i++) await happen()
  await repeated.close()
  expect(counts().at(-1)).toBe(2)
  expect(clock.waiting()).toBe(0)
  await happen()
  await happen()
  expect(counts().slice(-2)).toEqual([1, 1])
})

test('what the disk does not take is counted with what follows', async () => {
  const { clock, disk, happen, counts, repeated, settle } = setUp()
  disk.refuse = true
  for (let i = 0; i < 5; i++) await happen()
  clock.advance(10_000)
  await settle()
  disk.refuse = false
  await happen()
  expect(counts()).toEqual([])
  clock.advance(10_000)
  expect(counts()).toEqual([6])
  disk.refuse = true
  for (let i = 0; i < 20; i++) await happen()
  disk.refuse = false
  await repeated.close()
  expect(counts().reduce((a, b) => a + b)).toBe(26)
})

test('whatever happens when, the counts add up to what happened', async () => {
  const act = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ kind: fc.constant('happen' as const), source: fc.nat(3), times: fc.integer({ min: 1, max: 15 }) }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(20_000) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('disk' as const), full: fc.boolean() }) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
      const { clock, disk, happen, sum, repeated, settle } = setUp()
      let happened = 0
      for (const one of acts) {
        if (one.kind === 'disk') disk.refuse = one.full
        else if (one.kind === 'wait') {
          clock.advance(one.ms)
          await settle()
        } else
          for (let i = 0; i < one.times; i++) {
            await happen(`192.0.2.${one.source}`)
            happened++
          }
      }
      disk.refuse = false
      await repeated.close()
      expect(sum()).toBe(happened)
      expect(clock.waiting()).toBe(0)
    }),
  )
})

test('in a real log the entry of many holds their count, and hours count them as events', async () => {
  const { database, clock } = openTestDatabase()
  const repeated = createRepeatedEvents({ database, clock, logger: silentLogger })
  for (let i = 0; i < 1000; i++)
    await repeated.append(bySystem, { action: 'thing.refused', message: 'x' }, { class: 'thing.refused', source: '192.0.2.1' })
  await repeated.close()
  await database.flush()
  const of = (sql: string) => database.read((db) => db.get(sql))
  expect(of('SELECT count(*) AS entries, sum(count) AS events FROM log_entry')).toEqual({ entries: 11, events: 1000 })
  expect(of('SELECT sum(entries) AS entries, sum(events) AS events FROM log_hour')).toEqual({ entries: 11, events: 1000 })
})
