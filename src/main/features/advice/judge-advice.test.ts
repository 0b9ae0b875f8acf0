import { expect, test } from 'vitest'
import { adviceSchema } from '../../../shared/contract/advice.ts'
import type { AdviceRule } from '../../../shared/contract/advice.ts'
import type { SeriesPoints } from '../../../shared/contract/monitoring.ts'
import { judgeAdvice } from './judge-advice.ts'
import type { Observed } from './observed.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const nowMs = 20_000 * dayMs
const gb = 1e9

/** `value` by how long ago it was, in milliseconds; null is a gap. */
const series = (
  name: string,
  given: {
    lengthMs: number
    stepMs: number
    value: (agoMs: number) => number | null
    labels?: Record<string, string>
    p95?: number
    count?: number
  },
): SeriesPoints => ({
  name,
  labels: given.labels ?? {},
  kind: 'gauge',
  unit: 'bytes',
  title: name,
  points: Array.from({ length: Math.floor(given.lengthMs / given.stepMs) }, (_, at) => {
    const agoMs = given.lengthMs - (at + 1) * given.stepMs
    const mean = given.value(agoMs)
    return {
      atMs: nowMs - agoMs,
      mean,
      min: mean,
      max: mean,
      count: mean === null ? 0 : (given.count ?? 1),
      ...(given.p95 === undefined ? {} : { percentiles: { p50: given.p95 / 2, p95: given.p95, p99: given.p95 * 2 } }),
    }
  }),
})
const nothing: Observed = {
  nowMs,
  hours: [],
  day: [],
  week: [],
  processes: [],
  queries: [],
  names: { route: (id) => `“${id}”`, upstream: (id) => `“${id}”` },
  log: null,
  keys: null,
}
const judged = (observed: Partial<Observed>, rule: AdviceRule) => {
  const { advice, lookedAt } = judgeAdvice({ ...nothing, ...observed })
  return { advice: advice.filter((one) => one.rule === rule), looked: lookedAt.find((one) => one.rule === rule)! }
}
const noise = (agoMs: number) => Math.sin(agoMs / 7_000) * 0.02

test('where nothing is known, every rule says so, and none says well', () => {
  const { advice, lookedAt } = judgeAdvice(nothing)
  expect(advice).toEqual([])
  const well = lookedAt.filter(({ state }) => state === 'well').map(({ rule }) => rule)
  expect(well).toEqual(['slow-queries'])
})

const memory = (value: (agoMs: number) => number | null, lengthMs = 12 * hourMs) => ({
  day: [
    series('machine.memory.used', { lengthMs, stepMs: 5 * minuteMs, value }),
    series('machine.memory.total', { lengthMs, stepMs: 5 * minuteMs, value: () => 16 * gb }),
  ],
})

test('memory that leaks is told with its pace and its end', () => {
  const { advice } = judged(
    memory((agoMs) => (10 - (agoMs / hourMs) * 0.5 + noise(agoMs)) * gb),
    'memory-trend',
  )
  expect(advice).toHaveLength(1)
  expect(advice[0]!.evidence).toMatch(/rose by 0\.5 GB an hour|rose by 50\d MB an hour|rose by 49\d MB an hour/)
  expect(advice[0]!.title).toContain('about 12 hours')
  expect(advice[0]!.severity).toBe('medium')
})

test('memory that only sways, stands, rises too slowly, or was freed by a restart is no leak', () => {
  const sways = (agoMs: number) => (10 + Math.sin(agoMs / hourMs) * 2) * gb
  const sawtooth = (agoMs: number) => (6 + ((12 * hourMs - agoMs) % (90 * minuteMs)) / hourMs) * gb
  for (const value of [sways, sawtooth, () => 10 * gb, (agoMs: number) => (10 - (agoMs / hourMs) * 0.005) * gb])
    expect(judged(memory(value), 'memory-trend').advice).toEqual([])
})

test('a gap is no reading', () => {
  const { looked } = judged(
    memory((agoMs) => (agoMs > hourMs ? null : 10 * gb)),
    'memory-trend',
  )
  expect(looked.state).toBe('not-known')
})

const disk = (usedAt: (agoMs: number) => number, lengthMs = 5 * dayMs, mount = 'data') => ({
  week: [
    series('machine.disk.used', { lengthMs, stepMs: hourMs, value: usedAt, labels: { mount } }),
    series('machine.disk.total', { lengthMs, stepMs: hourMs, value: () => 100 * gb, labels: { mount } }),
  ],
})

test('the day that a disk is full is told by date, of the disk that it is', () => {
  const { advice } = judged(
    disk((agoMs) => (70 - (agoMs / dayMs) * 3) * gb),
    'disk-full',
  )
  expect(advice[0]!.id).toBe('disk-full data')
  const fullOn = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' }).format(nowMs + 10 * dayMs)
  expect(advice[0]!.title).toContain(`is full around ${fullOn}`)
  expect(advice[0]!.evidence).toContain('grows by 3 GB a day')
})

test('a disk that stands, or was freed, is not told; one that is nearly full is told without any trend', () => {
  expect(
    judged(
      disk(() => 70 * gb),
      'disk-full',
    ).looked.state,
  ).toBe('well')
  expect(
    judged(
      disk((agoMs) => (agoMs > 2 * dayMs ? 90 : 40) * gb),
      'disk-full',
    ).looked.state,
  ).toBe('well')
  expect(
    judged(
      disk(() => 97 * gb, 2 * hourMs),
      'disk-full',
    ).advice[0]!.title,
  ).toContain('nearly full')
  expect(
    judged(
      disk(() => 50 * gb, 2 * hourMs),
      'disk-full',
    ).looked.state,
  ).toBe('not-known')
})

const looksAt = (percentAt: (look: number) => number, looks = 20, name = 'ffmpeg') =>
  Array.from({ length: looks }, (_, at) => ({
    atMs: nowMs - (looks - at) * minuteMs,
    cores: 4,
    top: [{ pid: at, name, cpuPercent: percentAt(at), memoryBytes: 1, own: null }],
  }))

test('a process is told when it holds half of the machine nearly all the time, under whatever number it runs', () => {
  expect(judged({ processes: looksAt(() => 300) }, 'busy-process').advice[0]!.evidence).toContain('ffmpeg took 75 % of all processors')
  expect(judged({ processes: looksAt((at) => (at % 2 ? 300 : 0)) }, 'busy-process').looked.state).toBe('well')
  expect(judged({ processes: looksAt(() => 300, 5) }, 'busy-process').looked.state).toBe('not-known')
})

test('a process may be called whatever it wants', () => {
  const { advice } = judged({ processes: looksAt(() => 300, 20, `\u202egnp.\n${'x'.repeat(250)}`) }, 'busy-process')
  expect(advice.map((one) => adviceSchema.parse(one).title)).toEqual([`Look at  gnp. ${'x'.repeat(94)}: it holds the processors`])
})

const lastHours = (name: string, value: number, more: { labels?: Record<string, string>; p95?: number; count?: number } = {}) =>
  series(name, { lengthMs: 6 * hourMs, stepMs: minuteMs, value: () => value, ...more })

test('stolen time and swapping are told by how much', () => {
  expect(judged({ hours: [lastHours('machine.cpu.stolen', 12)] }, 'stolen-time').advice[0]!.evidence).toContain('12 %')
  expect(judged({ hours: [lastHours('machine.cpu.stolen', 1)] }, 'stolen-time').looked.state).toBe('well')
  const of = (swap: number, used: number) => ({
    hours: [
      lastHours('machine.swap.used', swap * gb),
      lastHours('machine.swap.total', 4 * gb),
      lastHours('machine.memory.used', used * gb),
      lastHours('machine.memory.total', 16 * gb),
    ],
  })
  expect(judged(of(3, 15), 'swap').advice[0]!.severity).toBe('medium')
  expect(judged(of(3, 8), 'swap').looked.state).toBe('well')
  expect(judged({ hours: of(3, 15).hours.slice(2) }, 'swap').looked.sentence).toContain('no swap space')
})

test('a late console, a slow route and a failing upstream are told, each of its own', () => {
  expect(judged({ hours: [lastHours('console.loop.delay', 20, { p95: 300 })] }, 'event-loop').advice).toHaveLength(1)
  expect(judged({ hours: [lastHours('console.loop.delay', 5, { p95: 20 })] }, 'event-loop').looked.state).toBe('well')

  const routes = [
    lastHours('guard.route.duration', 900, { labels: { route: 'shop' }, p95: 2_400, count: 10 }),
    lastHours('guard.route.duration', 20, { labels: { route: 'fast' }, p95: 50, count: 10 }),
    lastHours('guard.route.duration', 9_000, { labels: { route: 'rare' }, p95: 9_000, count: 1 }),
  ]
  const slow = judged({ hours: routes }, 'slow-route').advice
  expect(slow.map(({ id }) => id)).toEqual(['slow-route shop'])
  expect(slow[0]!.title).toContain('“shop” faster: 5 of 100 callers wait longer than 2.4 s')

  const upstreams = (errors: number) => [
    lastHours('guard.upstream.requests', 2, { labels: { upstream: 'api' }, count: 60 }),
    lastHours('guard.upstream.errors', errors, { labels: { upstream: 'api' }, count: 60 }),
  ]
  expect(judged({ hours: upstreams(0.5) }, 'failing-upstream').advice[0]!.title).toContain('25 % of its requests fail')
  expect(judged({ hours: upstreams(0.01) }, 'failing-upstream').looked.state).toBe('well')
})

test('what the console keeps is told: slow queries, a log that nobody verified, keys that want a look', () => {
  const query = { name: 'audit list', calls: 90, slow: 4, slowestMs: 3_100, slowestAtMs: nowMs - hourMs }
  expect(judged({ queries: [query] }, 'slow-queries').advice[0]!.evidence).toContain('“audit list” was so 4 times')
  expect(judged({ queries: [{ ...query, slow: 2 }] }, 'slow-queries').advice).toEqual([])

  const log = { entries: 12_000, unsigned: 0, verifiedAtMs: null, brokenSinceMs: null }
  expect(judged({ log }, 'unproved-log').advice[0]!.evidence).toContain('never verified')
  expect(judged({ log: { ...log, entries: 12 } }, 'unproved-log').looked.state).toBe('not-known')
  expect(judged({ log: { ...log, verifiedAtMs: nowMs - 40 * dayMs } }, 'unproved-log').advice[0]!.evidence).toContain('40 days ago')
  expect(judged({ log: { ...log, verifiedAtMs: nowMs - dayMs } }, 'unproved-log').looked.state).toBe('well')

  const keys = { stale: 1, unused: 2, expired: 0, expiresSoon: 0 }
  expect(judged({ keys }, 'neglected-keys').advice[0]!.evidence).toBe(
    'Of the keys in the vault 1 was not rotated for long, 2 were not used for long.',
  )
  expect(judged({ keys: { ...keys, stale: 0, unused: 0 } }, 'neglected-keys').looked.state).toBe('well')
})

test('the most pressing comes first', () => {
  const { advice } = judgeAdvice({
    ...nothing,
    log: { entries: 12_000, unsigned: 0, verifiedAtMs: null, brokenSinceMs: null },
    ...disk(() => 99 * gb, 2 * hourMs),
  })
  expect(advice.map(({ rule }) => rule)).toEqual(['disk-full', 'unproved-log'])
})
