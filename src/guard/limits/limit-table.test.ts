import { expect, test } from 'vitest'
import { penaltySchema } from '../../shared/limit-parts.ts'
import type { Limit } from '../../shared/policy.ts'
import { limitSchema } from '../../shared/policy.ts'
import type { LimitTable } from './limit-table.ts'
import { createLimitTable } from './limit-table.ts'
import { sourceKey } from './source-key.ts'

const limit = (id: string, more: Partial<Limit> = {}): Limit =>
  limitSchema.parse({ id, name: id, layer: 'global', limit: 10, perMs: 60_000, ...more })
const from = (more: Partial<Parameters<LimitTable['take']>[0]> = {}) => ({
  route: 'r',
  source: '10.0.0.1',
  consumer: null,
  resourceClass: null,
  session: null,
  ...more,
})
const passes = (table: LimitTable, request = from(), nowMs = 0) => table.take(request, nowMs).refused === null

test('of 15 with 10 allowed exactly 5 are refused, and each is told how long to wait', () => {
  const table = createLimitTable([limit('ten')])
  const verdicts = Array.from({ length: 15 }, (_, at) => table.take(from(), at))
  expect(verdicts.map(({ refused }) => refused === null)).toEqual([...Array(10).fill(true), ...Array(5).fill(false)])
  expect(verdicts[14]!.refused).toMatchObject({ waitMs: 60_000 - 14, left: 0 })
  expect(verdicts[9]!.readings).toMatchObject([{ left: 0, resetMs: 60_000 - 9 }])
  expect(passes(table, from(), 59_999)).toBe(false)
  expect(passes(table, from(), 60_000)).toBe(true)
})

test('what one limit refuses uses up none of the others', () => {
  const table = createLimitTable([limit('all', { limit: 3 }), limit('each', { layer: 'source', limit: 1 })])
  expect([passes(table), passes(table), passes(table), passes(table)]).toEqual([true, false, false, false])
  expect(passes(table, from({ source: '10.0.0.2' }))).toBe(true)
  expect(passes(table, from({ source: '10.0.0.3' }))).toBe(true)
  expect(passes(table, from({ source: '10.0.0.4' }))).toBe(false)
})

test('each layer counts by its own key', () => {
  const once = (layer: Limit['layer']) => createLimitTable([limit('one', { layer, limit: 1 })])
  const asked = [
    from(),
    from({ route: 's' }),
    from({ source: '10.0.0.2' }),
    from({ consumer: 'ann' }),
    from({ consumer: 'ann', route: 's' }),
    from({ consumer: 'bob' }),
  ]
  const passed = (layer: Limit['layer']) => {
    const table = once(layer)
    return asked.map((request) => (passes(table, request) ? 1 : 0)).join('')
  }
  expect(passed('global')).toBe('100000')
  expect(passed('route')).toBe('110000')
  expect(passed('source')).toBe('101000')
  // Who is not known is not counted as a consumer.
  expect(passed('consumer')).toBe('111101')
  expect(passed('source-route')).toBe('111000')
  expect(passed('consumer-route')).toBe('111111')
})

test('a limit of other routes or of another consumer does not hold', () => {
  const table = createLimitTable([limit('a', { routes: ['s'], limit: 1 }), limit('b', { consumer: 'ann', limit: 1 })])
  expect([passes(table), passes(table), passes(table)]).toEqual([true, true, true])
  expect([passes(table, from({ route: 's' })), passes(table, from({ route: 's' }))]).toEqual([true, false])
  expect([passes(table, from({ consumer: 'ann' })), passes(table, from({ consumer: 'ann' }))]).toEqual([true, false])
})

test('a limit in dry run refuses nothing, and tells what it would have refused', () => {
  const table = createLimitTable([limit('dry', { limit: 2, mode: 'dry-run' })])
  const verdicts = Array.from({ length: 4 }, () => table.take(from(), 0))
  expect(verdicts.every(({ refused }) => refused === null)).toBe(true)
  expect(verdicts.map(({ wouldRefuse }) => wouldRefuse.length)).toEqual([0, 0, 1, 1])
  expect(verdicts.every(({ readings }) => readings.length === 0)).toBe(true)
})

test('who is nearest to a limit stands first, at most twenty of them, and how often it refused is counted', () => {
  const table = createLimitTable([limit('each', { layer: 'source', limit: 3, mode: 'dry-run' })], { nowMs: () => 1_700 })
  for (let at = 0; at < 30; at++) passes(table, from({ source: `10.0.0.${at}` }))
  for (let again = 0; again < 4; again++) passes(table, from({ source: '10.0.0.7' }))
  passes(table, from({ source: '10.0.0.9' }))
  const [inUse] = table.inUse(0)
  expect(inUse).toMatchObject({ keys: 30, asked: 35, refused: 2, sinceMs: 1_700 })
  expect(inUse!.nearest).toHaveLength(20)
  expect(inUse!.nearest.slice(0, 3).map(({ key, left }) => [key, left])).toEqual([
    ['10.0.0.7', 0],
    ['10.0.0.9', 1],
    ['10.0.0.0', 2],
  ])
  // Enforced, it is counted anew: nothing was refused by it yet.
  expect(table.changeTo([limit('each', { layer: 'source', limit: 3 })]).inUse(0)).toMatchObject([{ asked: 0, refused: 0, keys: 30 }])
})

test('what was used stays used under another policy, unless the limit itself changed', () => {
  const table = createLimitTable([limit('ten', { limit: 1 }), limit('two', { limit: 1 })])
  expect(passes(table)).toBe(true)
  const same = table.changeTo([limit('ten', { limit: 1, name: 'Ten' })])
  expect(passes(same)).toBe(false)
  // Requests that are still judged by the policy before count in the same windows.
  expect(passes(table)).toBe(false)
  expect(passes(table.changeTo([limit('ten', { limit: 2 })]))).toBe(true)
})

test('keys that callers choose do not pile up', () => {
  const table = createLimitTable([limit('each', { layer: 'source', perMs: 1000 })])
  for (let at = 0; at < 120_000; at++) passes(table, from({ source: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}` }), 0)
  expect(table.inUse(0)[0]!.keys).toBeLessThanOrEqual(100_000)
  // Those of long ago go as others come.
  passes(table, from(), 1000)
  passes(table, from(), 2000)
  expect(table.inUse(2000)).toMatchObject([{ keys: 1, nearest: [{ key: '10.0.0.1', left: 9 }] }])
})

test('what still counts is not forgotten at a turn', () => {
  const table = createLimitTable([limit('one', { layer: 'source', limit: 1, perMs: 1000 })])
  const other = from({ source: '10.9.9.9' })
  passes(table, other, 0)
  expect([999, 1998, 1999].map((nowMs) => passes(table, from(), nowMs))).toEqual([true, false, true])
  expect(passes(table, other, 1999)).toBe(true)
  expect([2500, 2998, 2999].map((nowMs) => passes(table, other, nowMs))).toEqual([false, false, true])
})

test('a caller with a whole IPv6 network is one caller', () => {
  expect(sourceKey('2001:db8:0:1::5')).toBe(sourceKey('2001:db8:0:1:ffff::9'))
  expect(sourceKey('2001:db8:0:1::5')).not.toBe(sourceKey('2001:db8:0:2::5'))
  expect(sourceKey('10.0.0.1')).toBe('10.0.0.1')
})

test('a class counts each caller on all its routes together, by name or else by address, and routes of no class not at all', () => {
  const table = createLimitTable([limit('class', { layer: 'class', limit: 1 }), limit('only', { resourceClass: 'export', limit: 2 })])
  const generation = { resourceClass: 'generation' }
  expect([passes(table, from(generation)), passes(table, from({ ...generation, route: 's' }))]).toEqual([true, false])
  expect(passes(table, from({ ...generation, source: '10.0.0.2' }))).toBe(true)
  expect([passes(table, from({ ...generation, consumer: 'ann' })), passes(table, from({ ...generation, consumer: 'ann' }))]).toEqual([
    true,
    false,
  ])
  expect([passes(table), passes(table)]).toEqual([true, true])
  const exporting = (source: string) => passes(table, from({ resourceClass: 'export', source }))
  expect(['10.0.0.1', '10.0.0.2', '10.0.0.3'].map(exporting)).toEqual([true, true, false])
})

test('a session is counted wherever it comes from, and a caller without one is not', () => {
  const table = createLimitTable([limit('session', { layer: 'session', limit: 1 })])
  const asked = [{ session: 'a' }, { session: 'a', source: '10.0.0.2' }, { session: 'b' }, {}, {}].map((more) => passes(table, from(more)))
  expect(asked).toEqual([true, false, true, true, true])
})

test('what was used of a bucket stays used over a policy, and is another count where its burst is another', () => {
  const bucket = limit('b', { kind: 'bucket', limit: 60, burst: 3 })
  const table = createLimitTable([bucket])
  expect(Array.from({ length: 4 }, () => passes(table))).toEqual([true, true, true, false])
  expect(passes(table.changeTo([{ ...bucket, name: 'Other' }]), from(), 10)).toBe(false)
  expect(passes(table.changeTo([{ ...bucket, burst: 4 }]), from(), 10)).toBe(true)
})

test('whoever does not stop is kept out beyond what the limit asks, told for how long, and is free when lifted', () => {
  const penalty = { after: 3, firstMs: 600_000, factor: 2, ceilingMs: 3_600_000, decayMs: 600_000 }
  const table = createLimitTable([limit('p', { layer: 'source', limit: 1, penalty })])
  expect([1, 2, 3, 4].map(() => passes(table))).toEqual([true, false, false, false])
  expect(table.take(from(), 60_000).refused?.waitMs).toBe(540_000)
  expect(passes(table, from({ source: '10.0.0.2' }), 60_000)).toBe(true)
  expect(table.inUse(60_000)[0]!.penalties).toEqual([{ key: '10.0.0.1', level: 1, leftMs: 540_000 }])
  const next = table.changeTo([limit('p', { layer: 'source', limit: 1, name: 'Other', penalty })])
  expect(passes(next, from(), 60_000)).toBe(false)
  next.lift('p', '10.0.0.1')
  expect(passes(next, from(), 60_000)).toBe(true)
})

test('a limit in dry run keeps nobody out', () => {
  const table = createLimitTable([limit('p', { limit: 1, mode: 'dry-run', penalty: penaltySchema.parse({ after: 1 }) })])
  expect([passes(table), passes(table), passes(table)]).toEqual([true, true, true])
  expect(table.inUse(0)[0]!.penalties).toEqual([])
})
