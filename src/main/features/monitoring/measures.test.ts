import { expect, test } from 'vitest'
import { createCounterIncreases } from './counter-increases.ts'
import { createCpuShare } from './cpu-share.ts'
import { createConsoleMeasure } from './measure-console.ts'
import { createMachineMeasure } from './measure-machine.ts'
import type { Measured } from '../../../shared/measured.ts'
import { meanOf } from '../../../shared/sample.ts'

const values = (measured: readonly Measured[]) => Object.fromEntries(measured.map(({ name, sample }) => [name, meanOf(sample)]))
const everySecond = () => 1000

test('a counter that is smaller than before began again at zero', () => {
  const increases = createCounterIncreases(() => 10_000)
  expect(increases.since('a', 500, 0)).toBeNull()
  expect(increases.since('a', 700, 1000)).toEqual({ increase: 200, seconds: 1 })
  expect(increases.since('a', 50, 3000)).toEqual({ increase: 50, seconds: 2 })
  expect(increases.since('a', 50, 4000)).toEqual({ increase: 0, seconds: 1 })
})

test('after a long hole a counter begins anew: its rate would mean nothing', () => {
  const increases = createCounterIncreases(() => 10_000)
  increases.since('a', 0, 0)
  expect(increases.since('a', 1e9, 10_001)).toBeNull()
  expect(increases.since('a', 1e9 + 5, 11_001)).toEqual({ increase: 5, seconds: 1 })
})

test('the share of a processor is that of its ticks, and no counter that steps back makes it wrong', () => {
  const share = createCpuShare()
  expect(share.since('0', { busy: 100, idle: 900, waiting: 50 })).toBeNull()
  expect(share.since('0', { busy: 150, idle: 940, waiting: 60 })).toBe(50)
  expect(share.since('0', { busy: 150, idle: 940, waiting: 60 })).toBeNull()
  expect(share.since('0', { busy: 175, idle: 965, waiting: 10 })).toBe(50)
  expect(share.since('0', { busy: 0, idle: 1065, waiting: 10 })).toBe(0)
})

test('the machine is measured with what there is; rates come with the second look', () => {
  const measure = createMachineMeasure(everySecond)
  const reading = { load1: 1.234, network: { received: 1000, sent: 10 }, disks: [{ mount: 'data', total: 100, used: 40 }] }
  expect(values(measure(reading, 0))).toEqual({ 'machine.load.1': 1.23, 'machine.disk.used': 40, 'machine.disk.total': 100 })
  const second = measure({ ...reading, network: { received: 4000, sent: 10 } }, 2000)
  expect(values(second)).toMatchObject({ 'machine.network.in': 1500, 'machine.network.out': 0 })
  expect(second.find(({ name }) => name === 'machine.network.in')).toMatchObject({
    kind: 'counter',
    unit: 'bytes/s',
    sample: { sum: 3000 },
  })
})

test('what is read rarely says so, and is no gap in between', () => {
  const measure = createMachineMeasure(everySecond)
  measure({ network: { received: 0, sent: 0 } }, 0)
  expect(measure({ network: { received: 10, sent: 0 } }, 10_000)[0]).toMatchObject({ everyMs: 10_000, sample: { weight: 10 } })
})

test('the console is measured in percent of one core, with its delays and queries as histograms', () => {
  const measure = createConsoleMeasure(everySecond)
  const own = { cpuMicros: 0, memoryBytes: 5, heapBytes: 3, loopDelays: [{ ms: 2, count: 3 }] }
  const first = { own, collectMs: null, databases: [{ file: 'a.db', bytes: 7, walBytes: 3 }], queries: new Map() }
  expect(values(measure(first, 0))).toEqual({
    'console.memory': 5,
    'console.heap': 3,
    'console.loop.delay': 2,
    'console.database.bytes': 7,
    'console.database.wal.bytes': 3,
  })
  const later = measure({ ...first, own: { ...own, cpuMicros: 250_000 }, collectMs: 1.5, queries: new Map([['select a', [1, 3]]]) }, 1000)
  expect(values(later)).toMatchObject({ 'console.cpu': 25, 'console.collect.ms': 1.5, 'console.queries.time': 2 })
  expect(later.find(({ name }) => name === 'console.queries.time')).toMatchObject({ kind: 'histogram', labels: { name: 'select a' } })
})

test('after a sleep there is no share of the processor: the hole was not idle', () => {
  const measure = createConsoleMeasure(everySecond)
  const own = { cpuMicros: 0, memoryBytes: 5, heapBytes: 3, loopDelays: [] }
  measure({ own, collectMs: null, databases: [], queries: new Map() }, 0)
  expect(values(measure({ own, collectMs: null, databases: [], queries: new Map() }, 600_000))).not.toHaveProperty('console.cpu')
})

test('a database without a write-ahead log has no figure for it, not a nought', () => {
  const measure = createConsoleMeasure(everySecond)
  const own = { cpuMicros: 0, memoryBytes: 5, heapBytes: 3, loopDelays: [] }
  const measured = measure({ own, collectMs: null, databases: [{ file: 'a.db', bytes: 7, walBytes: null }], queries: new Map() }, 0)
  expect(values(measured)).not.toHaveProperty('console.database.wal.bytes')
})
