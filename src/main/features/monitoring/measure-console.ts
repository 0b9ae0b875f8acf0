/** Turns what the console uses itself into samples of its series. */
import type { Unit } from '../../../shared/contract/monitoring.ts'
import type { Measured } from '../../../shared/measured.ts'
import type { OwnReading } from './own-process.ts'
import { sampleOfValue, sampleOfValues } from '../../../shared/sample.ts'
import type { Labels } from '../../../shared/series.ts'

export interface DatabaseSize {
  file: string
  bytes: number
  /** Of its write-ahead log, which is counted in `bytes` too; null where there is none. */
  walBytes: number | null
}

export interface ConsoleReading {
  own: OwnReading
  /** What collecting cost the last time, in milliseconds of processor time. */
  collectMs: number | null
  databases: DatabaseSize[]
  /** Times of queries since the look before, in milliseconds, by name. */
  queries: ReadonlyMap<string, readonly number[]>
}

const rounded = (value: number) => Math.round(value * 1000) / 1000
const holeSteps = 10

const repeated = function* (values: OwnReading['loopDelays']): Generator<number> {
  for (const { ms, count } of values) for (let left = count; left > 0; left--) yield rounded(ms)
}

export const createConsoleMeasure = (everyMs: () => number) => {
  let before: { cpuMicros: number; atMs: number } | null = null

  return ({ own, collectMs, databases, queries }: ConsoleReading, monotonicMs: number): Measured[] => {
    const measured: Measured[] = []
    const gauge = (name: string, labels: Labels, unit: Unit, value: number) =>
      measured.push({ name, labels, unit, kind: 'gauge', everyMs: everyMs(), sample: sampleOfValue(value) })
    const histogram = (name: string, labels: Labels, values: Iterable<number>) => {
      const sample = sampleOfValues(values)
      if (sample) measured.push({ name, labels, unit: 'ms', kind: 'histogram', everyMs: everyMs(), sample })
    }
    const elapsedMs = before ? monotonicMs - before.atMs : 0
    if (before && elapsedMs > 0 && elapsedMs < holeSteps * everyMs()) {
      gauge('console.cpu', {}, 'percent', rounded((own.cpuMicros - before.cpuMicros) / 10 / elapsedMs))
    }
    before = { cpuMicros: own.cpuMicros, atMs: monotonicMs }
    gauge('console.memory', {}, 'bytes', own.memoryBytes)
    gauge('console.heap', {}, 'bytes', own.heapBytes)
    histogram('console.loop.delay', {}, repeated(own.loopDelays))
    if (collectMs !== null) gauge('console.collect.ms', {}, 'ms', rounded(collectMs))
    for (const { file, bytes, walBytes } of databases) {
      gauge('console.database.bytes', { file }, 'bytes', bytes)
      if (walBytes !== null) gauge('console.database.wal.bytes', { file }, 'bytes', walBytes)
    }
    for (const [name, times] of queries) histogram('console.queries.time', { name }, times)
    return measured
  }
}
