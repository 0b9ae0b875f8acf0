import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createHandClock } from '../../main/test-kit/hand-clock.ts'
import { fillDisk, mountDisk, whyNoDisk } from '../../main/test-kit/small-disk.ts'
import { silentLogger } from '../../ports/logger.ts'
import type { Policy } from '../../shared/policy.ts'
import { policySchema } from '../../shared/policy.ts'
import type { Verdict } from './limit-table.ts'
import { createLimitsOfPolicy } from './limits-of-policy.ts'
import type { PolicyLimits } from './limits-of-policy.ts'
import type { RedisConnection } from './redis-connection.ts'
import { createSharedLimits } from './shared-limits.ts'

const policy = (more: Partial<Policy> = {}): Policy => ({
  ...policySchema.parse({ limits: [{ id: 'ten', name: 'Ten', layer: 'source', limit: 10, perMs: 60_000 }], limitStore: 'sqlite' }),
  ...more,
})
const noRedis: RedisConnection = {
  use: () => Promise.reject(new Error('no policy here wants it')),
  leave: () => {},
  decide: () => null,
  forget: () => {},
  problem: () => null,
  sinceMs: () => null,
}
const makeDirectory = () => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-limits-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return directory
}
/** Of a file and of memory nobody has to be asked. */
const takeAtOnce = (table: PolicyLimits, ...given: Parameters<PolicyLimits['take']>): Verdict => {
  const verdict = table.take(...given)
  if (verdict instanceof Promise) throw new Error('it should have been known at once')
  return verdict
}
const setUp = (directory = makeDirectory()) => {
  const path = join(directory, 'limits.db')
  const guard = async (clock = createHandClock(), given = policy()) => {
    const told: (string | null)[] = []
    const shared = createSharedLimits({ path, clock, logger: silentLogger, onProblem: (problem) => told.push(problem) })
    const limits = createLimitsOfPolicy({ clock, shared, redis: noRedis, secretOf: () => null })
    onTestFinished(() => limits.close())
    let table = await limits.changeTo(given)
    return {
      clock,
      told,
      /** How many of so many pass. */
      passing: (asked: number, source = '10.0.0.1') => {
        const verdicts = Array.from({ length: asked }, () =>
          takeAtOnce(table, { route: 'r', source, consumer: null, resourceClass: null, session: null }, clock.monotonic()),
        )
        return verdicts.filter(({ refused }) => refused === null).length
      },
      inUse: () => table.inUse(clock.monotonic()),
      change: async (next: Policy) => (table = await limits.changeTo(next)),
      end: () => limits.close(),
    }
  }
  return { path, guard }
}

test('guards that share a file count together, in whatever order they ask', async () => {
  const { guard } = setUp()
  const [one, two] = [await guard(), await guard()]
  let passed = 0
  for (let at = 0; at < 15; at++) passed += (at % 2 ? one : two).passing(1)
  expect(passed).toBe(10)
  expect(one.inUse()).toMatchObject([{ keys: 1, nearest: [{ key: '10.0.0.1', left: 0 }] }])
  for (const { clock } of [one, two]) clock.advance(60_000)
  expect(two.passing(1)).toBe(1)
})

test('a bucket in a file is one for all guards, fills as time goes, and is known to the next guard', async () => {
  const { guard } = setUp()
  const bucket = policySchema.parse({
    limits: [{ id: 'b', name: 'B', layer: 'source', kind: 'bucket', limit: 10, perMs: 60_000, burst: 5 }],
    limitStore: 'sqlite',
  })
  const [one, two] = [await guard(createHandClock(), bucket), await guard(createHandClock(), bucket)]
  expect(one.passing(4) + two.passing(4)).toBe(5)
  two.end()
  one.clock.advance(12_000)
  expect(one.passing(9)).toBe(2)
  one.end()
  const three = await guard(createHandClock(one.clock.now() + 6_000), bucket)
  expect(three.passing(9)).toBe(1)
  expect(three.inUse()).toMatchObject([{ keys: 1, nearest: [{ key: '10.0.0.1', left: 0 }] }])
})

test('the next guard goes on where the last one ended, and time went on meanwhile', async () => {
  const { guard } = setUp()
  const first = await guard()
  expect(first.passing(10)).toBe(10)
  first.end()
  const later = (ms: number) => createHandClock(first.clock.now() + ms)
  const second = await guard(later(59_999))
  expect(second.passing(1)).toBe(0)
  second.clock.advance(1)
  expect(second.passing(20)).toBe(10)
})

test('a clock that is set back or forward while guards run gives nobody a new allowance, and locks nobody out', async () => {
  const { guard } = setUp()
  const [one, two] = [await guard(), await guard()]
  expect(one.passing(10)).toBe(10)
  for (const nowMs of [0, Date.UTC(2040, 0, 1)]) {
    one.clock.setNow(nowMs)
    for (const each of [one, two]) {
      each.clock.advance(1_000)
      expect(each.passing(1)).toBe(0)
    }
  }
  for (const { clock } of [one, two]) clock.advance(58_000)
  expect(two.passing(20)).toBe(10)
})

test('a clock that was set back while no guard ran gives no new allowance', async () => {
  const { guard } = setUp()
  const first = await guard()
  expect(first.passing(10)).toBe(10)
  first.end()
  const second = await guard(createHandClock(first.clock.now() - 86_400_000))
  expect(second.passing(1)).toBe(0)
  second.clock.advance(60_000)
  expect(second.passing(20)).toBe(10)
})

test('a file that another program holds is told once, each guard counts by itself, and together again when it is free', async () => {
  const { path, guard } = setUp()
  const one = await guard()
  expect(one.passing(8)).toBe(8)
  const holder = new Sqlite(path)
  holder.exec('BEGIN EXCLUSIVE')
  expect(one.passing(15)).toBe(10)
  expect(one.told).toEqual(['another program holds its file'])
  holder.exec('ROLLBACK')
  holder.close()
  one.clock.advance(2_000)
  expect(one.told).toEqual(['another program holds its file', null])
  expect(one.passing(15)).toBe(2)
})

test('a damaged file is begun anew, and one of another program is left alone', async () => {
  const { path, guard } = setUp()
  const one = await guard()
  expect(one.passing(10)).toBe(10)
  one.end()
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0x5a, 200))
  const two = await guard()
  expect(two.told).toEqual(['its file is damaged'])
  expect(two.passing(15)).toBe(10)
  two.clock.advance(1_000)
  expect(two.told).toEqual(['its file is damaged', null])
  expect(two.passing(15)).toBe(10)
  two.end()

  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
  const other = new Sqlite(path)
  other.exec('CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)')
  other.close()
  const theirs = readFileSync(path)
  const three = await guard()
  expect(three.told).toEqual(['its file is another program’s'])
  expect(three.passing(15)).toBe(10)
  writeFileSync(path, 'a letter')
  three.clock.advance(5_000)
  expect(readFileSync(path, 'utf8')).toBe('a letter')
  expect(theirs.includes('theirs')).toBe(true)
})

test('a file that is deleted is made anew, readable by its owner alone', async () => {
  const { path, guard } = setUp()
  const one = await guard()
  expect(one.passing(10)).toBe(10)
  for (const end of ['', '-wal', '-shm']) {
    if (process.platform !== 'win32') expect(statSync(path + end).mode & 0o777).toBe(0o600)
    rmSync(path + end)
  }
  one.clock.advance(1_000)
  expect(existsSync(path)).toBe(true)
  expect(one.passing(15)).toBe(10)
  expect(one.told).toEqual([])
})

test.skipIf(process.platform === 'win32')(
  'a file that others could reach is not used: in a folder of everybody’s, or through a link',
  async () => {
    const { path, guard } = setUp()
    const elsewhere = makeDirectory()
    symlinkSync(join(elsewhere, 'limits.db'), path)
    expect((await guard()).told).toEqual(['its file cannot be written'])
    rmSync(path)
    chmodSync(dirname(path), 0o777)
    expect((await guard()).told).toEqual(['others may write into its folder'])
    expect(existsSync(path)).toBe(false)
  },
)

test('what was used stays used when a policy changes, and is another count in memory', async () => {
  const { guard } = setUp()
  const one = await guard()
  expect(one.passing(10)).toBe(10)
  await one.change(policy({ passThrough: true }))
  expect(one.passing(1)).toBe(0)
  await one.change(policy({ limitStore: 'memory' }))
  expect(one.passing(15)).toBe(10)
  await one.change(policy())
  expect(one.passing(1)).toBe(0)
})

test.skipIf(whyNoDisk !== null)('on a full disk each guard counts by itself, and together again when there is room', async (context) => {
  const disk = mountDisk(4)
  if (disk === null) return context.skip('this machine mounts no disk')
  const { guard } = setUp(disk)
  const one = await guard()
  expect(one.passing(1)).toBe(1)
  const filler = fillDisk(disk)
  let sources = 0
  while (one.told.length === 0) expect(one.passing(1, `10.1.${sources >> 8}.${sources++ & 255}`)).toBe(1)
  expect(one.told).toEqual(['the disk or its file is full'])
  expect(one.passing(15)).toBe(10)
  rmSync(filler)
  one.clock.advance(5_000)
  expect(one.told).toEqual(['the disk or its file is full', null])
  expect(one.passing(15)).toBe(9)
})
