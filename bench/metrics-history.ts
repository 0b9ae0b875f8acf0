// Fills a store with two years of series in all tiers, made of recorded ones, as the console itself would have left it.
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Telemetry } from '../src/main/database/telemetry.ts'
import { encodeBlock } from '../src/main/features/monitoring/block-codec.ts'
import { addBlock } from '../src/main/features/monitoring/block.store.ts'
import { mergeSamples, sampleOfValue } from '../src/shared/sample.ts'
import type { Sample } from '../src/shared/sample.ts'
import { keepSeries } from '../src/main/features/monitoring/series.store.ts'
import { floorTo, tiers } from '../src/main/features/monitoring/tiers.ts'
import { readRecorded } from './recorded-series.ts'

/** At most so many recorded values make one sample: more change neither its size nor its spread. */
const mostValues = 60

/** What the recording holds around `second`, rolled up. */
const rolledFrom = (values: readonly number[], second: number, count: number): Sample => {
  let sample = sampleOfValue(values[second % values.length]!)
  for (let index = 1; index < Math.min(count, mostValues); index++) {
    sample = mergeSamples(sample, sampleOfValue(values[(second + index) % values.length]!))
  }
  return sample
}

/** Where in the recording a sample begins: one after the other in the fine tiers, anywhere in the coarse ones, so that nothing repeats. */
const beginsAt = (atMs: number, tier: number, stepMs: number): number =>
  tier < 2 ? Math.floor(atMs / 1000) : Math.imul(Math.floor(atMs / stepMs), 2_654_435_761) >>> 0

export interface Written {
  samples: number[]
  /** Of the blocks alone. */
  bytes: number[]
}

export const writeHistory = (telemetry: Telemetry, options: { seriesCount: number; keptMs: readonly number[]; nowMs: number }): Written => {
  const recorded = readRecorded()
  const written: Written = { samples: tiers.map(() => 0), bytes: tiers.map(() => 0) }
  for (let number = 0; number < options.seriesCount; number++) {
    const { unit, values } = recorded[number % recorded.length]!
    telemetry.write((tx) => {
      const seriesId = keepSeries(tx, { name: 'series', labels: { number: String(number) }, unit, kind: 'gauge', everyMs: 1000 })
      for (const { id, stepMs, blockMs } of tiers) {
        for (let fromMs = floorTo(options.nowMs - options.keptMs[id]!, blockMs); fromMs < options.nowMs; fromMs += blockMs) {
          const samples = []
          for (let atMs = fromMs; atMs < Math.min(options.nowMs, fromMs + blockMs); atMs += stepMs) {
            samples.push({ atMs, sample: rolledFrom(values, beginsAt(atMs, id, stepMs), stepMs / 1000) })
          }
          const data = encodeBlock(samples, stepMs)
          addBlock(tx, { tier: id, seriesId, fromMs, data })
          written.samples[id]! += samples.length
          written.bytes[id]! += data.length
        }
      }
    })
  }
  return written
}

/** Bytes a sample takes as a row of its own, index included, by tier. */
export const rowBytes = (directory: string, nowMs: number): number[] =>
  tiers.map(({ id, stepMs }) => {
    const count = 20_000
    const connection = new Sqlite(join(directory, `rows-${id}.db`))
    connection.exec(
      id === 0
        ? 'CREATE TABLE sample (series_id INTEGER, at_ms INTEGER, value REAL, PRIMARY KEY (series_id, at_ms)) STRICT, WITHOUT ROWID'
        : 'CREATE TABLE sample (series_id INTEGER, at_ms INTEGER, weight REAL, sum REAL, min REAL, max REAL, last REAL, PRIMARY KEY (series_id, at_ms)) STRICT, WITHOUT ROWID',
    )
    const insert = connection.prepare(id === 0 ? 'INSERT INTO sample VALUES (?, ?, ?)' : 'INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?)')
    const recorded = readRecorded()
    connection.transaction(() => {
      for (let index = 0; index < count; index++) {
        const { values } = recorded[Math.floor(index / 1000) % recorded.length]!
        const { weight, sum, min, max, last } = rolledFrom(values, index, stepMs / 1000)
        const key = [Math.floor(index / 1000), nowMs + (index % 1000) * stepMs]
        if (id === 0) insert.run(...key, sum)
        else insert.run(...key, weight, sum, min, max, last)
      }
    })()
    const bytes =
      (connection.pragma('page_count', { simple: true }) as number) * (connection.pragma('page_size', { simple: true }) as number)
    connection.close()
    return bytes / count
  })
