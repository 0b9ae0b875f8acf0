import { expect, test } from 'vitest'
import type { Series } from '../../../shared/contract/monitoring.ts'
import { matchesSearch, planCharts } from './chart-plan.ts'

const series = (name: string, labels: Record<string, string> = {}, unit: Series['unit'] = 'percent'): Series => ({
  name,
  labels,
  kind: 'gauge',
  unit,
  title: name,
})

test('what belongs together is one chart, in the order of the page', () => {
  const charts = planCharts([
    series('machine.disk.read', {}, 'bytes/s'),
    series('console.cpu'),
    series('machine.cpu.used'),
    series('machine.disk.write', {}, 'bytes/s'),
  ])
  expect(charts.map(({ id, group, lines }) => [id, group, lines.map(({ name }) => name)])).toEqual([
    ['cpu', 'Machine', ['machine.cpu.used']],
    ['disk', 'Machine', ['Written', 'Read']],
    ['console-cpu', 'Console', ['console.cpu']],
  ])
})

test('more than six lines are parted into several charts, in the order of numbers', () => {
  const cores = Array.from({ length: 14 }, (_, core) => series('machine.cpu.core.used', { core: String(core) }))
  const charts = planCharts(cores.toReversed())
  expect(charts.map(({ title }) => title)).toEqual(['CPU by core, 1 to 6', 'CPU by core, 7 to 12', 'CPU by core, 13 to 14'])
  expect(charts[1]?.lines.map(({ name }) => name)).toEqual(['Core 6', 'Core 7', 'Core 8', 'Core 9', 'Core 10', 'Core 11'])
})

test('the size of the memory is the top of its chart and no chart of its own', () => {
  const charts = planCharts([series('machine.memory.used', {}, 'bytes'), series('machine.memory.total', {}, 'bytes')])
  expect(charts).toHaveLength(1)
  expect(charts[0]).toMatchObject({ top: { name: 'machine.memory.total' }, measure: { unit: 'bytes', binary: true } })
})

test('a series that nobody foresaw gets a chart of its own', () => {
  const charts = planCharts([series('thing.size', { part: 'a' }, '1/s'), series('thing.size', { part: 'b' }, '1/s')])
  expect(charts).toMatchObject([{ id: 'thing.size', group: 'Other', lines: [{ name: 'a' }, { name: 'b' }] }])
})

test('a chart is found by the beginnings of its words', () => {
  const [cpu] = planCharts([series('machine.cpu.used')])
  expect(matchesSearch(cpu!, 'proc')).toBe(true)
  expect(matchesSearch(cpu!, 'CPU mach')).toBe(true)
  expect(matchesSearch(cpu!, 'network')).toBe(false)
  expect(matchesSearch(cpu!, '')).toBe(true)
})

test('a histogram is drawn as its percentiles, from one series that is asked for once', () => {
  const delay = { ...series('console.loop.delay', {}, 'ms'), kind: 'histogram' as const }
  const queries = ['a', 'b'].map((name) => ({ ...series('console.queries.time', { name }, 'ms'), kind: 'histogram' as const }))
  const [loop, times] = planCharts([delay, ...queries])
  expect(loop?.lines.map(({ name, percentile }) => [name, percentile])).toEqual([
    ['p50', 'p50'],
    ['p95', 'p95'],
    ['p99', 'p99'],
  ])
  expect(new Set(loop?.lines.map(({ key }) => key)).size).toBe(3)
  expect(times?.lines.map(({ name, percentile }) => [name, percentile])).toEqual([
    ['a', 'p95'],
    ['b', 'p95'],
  ])
})

test('the guard comes first: all of its traffic, then route by route, response times as percentiles', () => {
  const duration = (name: string, labels: Record<string, string> = {}) => ({ ...series(name, labels, 'ms'), kind: 'histogram' as const })
  const charts = planCharts([
    series('machine.cpu.used'),
    duration('guard.duration'),
    duration('guard.route.duration', { route: 'till' }),
    duration('guard.route.duration', { route: 'shop' }),
    series('guard.errors', {}, '1/s'),
    series('guard.refused', {}, '1/s'),
    series('guard.route.requests', { route: 'shop' }, '1/s'),
    series('guard.requests', {}, '1/s'),
  ])
  expect(charts.map(({ group, title, lines }) => [group, title, lines.map(({ name }) => name)])).toEqual([
    ['Guard', 'Requests', ['guard.requests']],
    ['Guard', 'Response time', ['p50', 'p95', 'p99']],
    ['Guard', 'Refused and failed', ['Refused', 'Errors']],
    ['Guard', 'Requests by route', ['shop']],
    ['Guard', 'Response time by route, p95', ['shop', 'till']],
    ['Machine', 'CPU', ['machine.cpu.used']],
  ])
})
