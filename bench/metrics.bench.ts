// Benchmark: what looking at the machine costs, how soon a breach is told, how fast samples are kept and how small, and how soon a chart has its points.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { createReader } from '../src/main/database/reader.ts'
import type { Reader } from '../src/main/database/reader.ts'
import { openTelemetry, telemetryFile } from '../src/main/database/open-telemetry.ts'
import type { Telemetry } from '../src/main/database/telemetry.ts'
import { createCollecting } from '../src/main/features/monitoring/collecting.service.ts'
import { createMachine } from '../src/main/features/monitoring/machine.ts'
import type { Measured } from '../src/shared/measured.ts'
import type { MonitoringSlices } from '../src/main/features/monitoring/monitoring.slices.ts'
import { createOwnProcess } from '../src/main/features/monitoring/own-process.ts'
import { createRecording } from '../src/main/features/monitoring/recording.service.ts'
import { systemClock } from '../src/ports/clock.ts'
import { silentLogger } from '../src/ports/logger.ts'
import { chooseResolution, tiers } from '../src/main/features/monitoring/tiers.ts'
import { percentile } from './figure.ts'
import type { Benchmark, Figure } from './figure.ts'
import { judgeRules } from './judge-rules.ts'
import { rowBytes, writeHistory } from './metrics-history.ts'
import { readRecorded } from './recorded-series.ts'
import { tellAlerts } from './tell-alerts.ts'

const seriesCount = 200
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const keptMs = [hourMs, dayMs, 30 * dayMs, 730 * dayMs]
const nowMs = Date.UTC(2026, 10, 21, 8)

const inDirectory = async <T>(use: (directory: string) => Promise<T>): Promise<T> => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  try {
    return await use(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const open = (directory: string): Telemetry => openTelemetry({ directory, clock: systemClock, logger: silentLogger })
const limits = () => ({ keptMs, maxBytes: 4e9 })

/** Processor time of a real minute of looks (a few seconds when quick), every second one, and the memory that came with them. */
const collect = (quick: boolean) =>
  inDirectory(async (directory): Promise<Figure[]> => {
    const bytesBefore = process.memoryUsage().rss
    const telemetry = open(directory)
    let looks = 0
    const collecting = createCollecting({
      clock: systemClock,
      logger: silentLogger,
      machine: createMachine({ platform: process.platform, dataDirectory: directory, monotonic: () => systemClock.monotonic() }),
      own: createOwnProcess(),
      recording: createRecording({ telemetry, logger: silentLogger, limits }),
      everyMs: () => 1000,
      databases: () => [{ file: telemetryFile, bytes: telemetry.sizeBytes(), walBytes: null }],
      others: () => [],
      takeQueries: () => new Map(),
      onMeasured: () => {
        looks += 1
      },
    })
    collecting.start()
    await sleep(3_000)
    const looksBefore = looks
    const cpuBefore = process.cpuUsage()
    await sleep(quick ? 10_000 : 60_000)
    const { user, system } = process.cpuUsage(cpuBefore)
    const counted = looks - looksBefore
    await collecting.stop()
    telemetry.close()
    return [
      { name: 'collect.cpu', value: (user + system) / 1e4 / counted, unit: '% of a core', goal: { atMost: 2 } },
      { name: 'collect.memory', value: (process.memoryUsage().rss - bytesBefore) / 1e6, unit: 'MB', goal: { atMost: 60 } },
    ]
  })

const measuredAt = (second: number): Measured[] => {
  const recorded = readRecorded()
  return Array.from({ length: seriesCount }, (_, index) => {
    const { name, unit, values } = recorded[index % recorded.length]!
    const value = values[(second + index) % values.length]!
    return {
      name,
      labels: { copy: String(Math.floor(index / recorded.length)) },
      unit,
      kind: 'gauge' as const,
      everyMs: 1000,
      sample: { weight: 1, sum: value, min: value, max: value, last: value },
    }
  })
}

/** Rows as anybody would write them first: one a sample, a transaction a second. */
const rawInsertsASecond = (directory: string, seconds: number): number => {
  const connection = new Sqlite(join(directory, 'raw.db'))
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = NORMAL')
  connection.exec('CREATE TABLE sample (series_id INTEGER NOT NULL, at_ms INTEGER NOT NULL, value REAL NOT NULL) STRICT')
  const insert = connection.prepare('INSERT INTO sample VALUES (?, ?, ?)')
  const moments = Array.from({ length: 60 }, (_, second) => measuredAt(second))
  const startedMs = performance.now()
  for (let second = 0; second < seconds; second++) {
    connection.transaction(() => {
      moments[second % 60]!.forEach(({ sample }, index) => insert.run(index, nowMs + second * 1000, sample.sum))
    })()
  }
  const tookMs = performance.now() - startedMs
  connection.close()
  return (seconds * seriesCount * 1000) / tookMs
}

/** With roll-ups, blocks and retention, as they come with time. */
const ingest = (quick: boolean) =>
  inDirectory(async (directory): Promise<Figure[]> => {
    const seconds = quick ? 1_200 : 7_200
    const telemetry = open(directory)
    const recording = createRecording({ telemetry, logger: silentLogger, limits })
    const moments = Array.from({ length: 60 }, (_, second) => measuredAt(second))
    let slowestStepMs = 0
    const startedMs = performance.now()
    for (let second = 0; second < seconds; second++) {
      const atMs = nowMs + second * 1000
      recording.record(atMs, moments[second % 60]!)
      for (let step = 0; step < 4; step++) {
        const stepMs = performance.now()
        if (!recording.upkeepStep(atMs)) break
        slowestStepMs = Math.max(slowestStepMs, performance.now() - stepMs)
      }
    }
    const perSecond = (seconds * seriesCount * 1000) / (performance.now() - startedMs)
    telemetry.close()
    return [
      {
        name: 'store.ingest',
        value: perSecond,
        unit: 'samples/s',
        baseline: rawInsertsASecond(directory, Math.min(seconds, 1_200)),
        goal: { atLeast: 200_000 },
      },
      { name: 'store.upkeep_slowest_step', value: slowestStepMs, unit: 'ms' },
    ]
  })

/** The size of the store, then charts of every length over it. */
const sizeAndQueries = (quick: boolean) =>
  inDirectory(async (directory): Promise<Figure[]> => {
    const telemetry = open(directory)
    // A tenth of the series when quick: sizes are told for 200 all the same.
    const written = quick ? seriesCount / 10 : seriesCount
    const { samples, bytes: blockBytes } = writeHistory(telemetry, { seriesCount: written, keptMs, nowMs })
    const rows = rowBytes(directory, nowMs)
    const figures: Figure[] = tiers.map(({ id }) => ({
      name: `store.bytes_per_sample.${tiers[id]!.stepMs / 1000}s`,
      value: blockBytes[id]! / samples[id]!,
      unit: 'bytes',
      baseline: rows[id]!,
    }))
    const bytes = telemetry.usedBytes() * (seriesCount / written)
    figures.push({ name: 'store.size', value: bytes / 1e6, unit: 'MB', goal: { atMost: 400 } })
    const databasePath = join(directory, telemetryFile)
    const reader: Reader<MonitoringSlices> = createReader(new URL('../src/main/console/reader-worker.ts', import.meta.url), {
      databasePath,
      telemetryPath: databasePath,
    })
    const took: number[] = []
    const ranges = [15 * 60_000, hourMs, 6 * hourMs, dayMs, 7 * dayMs, 30 * dayMs, 90 * dayMs, 365 * dayMs, 730 * dayMs]
    for (let round = 0; round < (quick ? 6 : 20); round++) {
      for (const rangeMs of ranges) {
        const toMs = nowMs - (round % 3) * (rangeMs / 3)
        const resolution = chooseResolution({ fromMs: toMs - rangeMs, toMs, maxPoints: 300 }, keptMs, nowMs)
        const startedMs = performance.now()
        await reader.run('metrics.query', { series: [{ name: 'series', labels: { number: String(round % written) } }], resolution })
        took.push(performance.now() - startedMs)
      }
    }
    await reader.close()
    telemetry.close()
    // The first round starts the worker.
    figures.push({ name: 'query.range_p95', value: percentile(took.slice(ranges.length), 0.95), unit: 'ms', goal: { atMost: 80 } })
    return figures
  })

export const run: Benchmark = async ({ quick }) => [
  ...(await inDirectory((directory) => judgeRules(directory, quick))),
  ...(await tellAlerts(quick)),
  ...(await collect(quick)),
  ...(await ingest(quick)),
  ...(await sizeAndQueries(quick)),
]
