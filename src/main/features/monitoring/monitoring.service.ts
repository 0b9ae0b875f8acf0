/** The machine and the console, live and kept: what the pages and the live feed ask for. */
import type { Clock } from '../../../ports/clock.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { View } from '../../../shared/contract/dashboards.ts'
import type { AuditEntry, AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { Annotation, Health, MetricsNow, Series, SeriesPoints } from '../../../shared/contract/monitoring.ts'
import type { Writable } from '../../database/database.ts'
import type { QueryTimes } from '../../database/query-times.ts'
import type { Reader } from '../../database/reader.ts'
import type { Telemetry } from '../../database/telemetry.ts'
import { annotationFilters, annotationsOf } from './annotations.ts'
import type { BadShareAsk } from './bad-share.store.ts'
import { createCollecting } from './collecting.service.ts'
import type { Observed } from './health.ts'
import { judgeHealth } from './health.ts'
import { quantileOf } from '../../../shared/histogram.ts'
import type { Machine } from './machine-reading.ts'
import type { Measured } from '../../../shared/measured.ts'
import type { RecordingLimits } from './metrics-settings.ts'
import type { DatabaseSize } from './measure-console.ts'
import type { MonitoringSlices } from './monitoring.slices.ts'
import { createNewest } from './newest.ts'
import type { OwnProcess } from './own-process.ts'
import { createProcessList } from './process-list.service.ts'
import { createRecent } from './recent.ts'
import { createRecording } from './recording.service.ts'
import { meanOf } from '../../../shared/sample.ts'
import { titleOf } from '../../../shared/series.ts'
import type { Labels } from '../../../shared/series.ts'
import { allSeries } from './series.store.ts'
import { chooseResolution } from './tiers.ts'

export interface MonitoringOptions {
  telemetry: Telemetry
  reader: Reader<MonitoringSlices>
  clock: Clock
  events: LiveEvents
  logger: Logger
  machine: Machine
  own: OwnProcess
  queryTimes: QueryTimes
  everyMs(): number
  limits(): RecordingLimits
  databases(): DatabaseSize[]
  /** What other parts measure each time. */
  others(): Measured[]
  consolePid: number
  /** What is known of the log and the vault, for the health. */
  observeRecord(): Promise<Pick<Observed, 'record' | 'vault'>>
  /** The newest entries that pass the filter. */
  entries(filter: AuditFilter): Promise<AuditEntry[]>
}

/** One question to the reader takes at most this many series, so that each is a short slice. */
const selectorsAtOnce = 8
const liveForMs = 10_000
/** A chart may reach into the future a little, but not to the end of time. */
const furthestAheadMs = 366 * 86_400_000
const judgedBy = ['machine.cpu.used', 'machine.memory.used', 'machine.memory.total', 'console.loop.delay', 'console.cpu']

export interface Query {
  selectors: { name: string; labels: Labels }[]
  fromMs: number
  toMs: number
  maxPoints: number
}

export const createMonitoring = (options: MonitoringOptions) => {
  const { telemetry, reader, clock, events, logger, machine, own, queryTimes } = options
  const watchers = new Set<(atMs: number, measured: readonly Measured[]) => void>()
  const newest = createNewest()
  const recent = createRecent(judgedBy)
  const recording = createRecording({ telemetry, logger, limits: () => options.limits() })
  const processes = createProcessList({ machine, clock, consolePid: options.consolePid })
  const collecting = createCollecting({
    clock,
    logger,
    machine,
    own,
    recording,
    everyMs: () => options.everyMs(),
    databases: () => options.databases(),
    takeQueries: () => queryTimes.take(),
    others: () => options.others(),
    onMeasured: (atMs, monotonicMs, measured) => {
      // Queries have a list of their own; by the hundred they would weigh down the live feed.
      newest.put(
        atMs,
        monotonicMs,
        measured.filter(({ name }) => name !== 'console.queries.time'),
      )
      recent.add(monotonicMs, measured)
      for (const watch of watchers) watch(atMs, measured)
      events.publish({ kind: 'metrics-sampled' })
    },
  })

  const resolve = (range: { fromMs: number; toMs: number; stepMs: number }) => {
    const maxPoints = Math.ceil((range.toMs - range.fromMs) / range.stepMs) + 1
    return chooseResolution({ ...range, maxPoints }, options.limits().keptMs, clock.now())
  }

  const diskOfData = (): Observed['disk'] => {
    const { values } = newest.now(clock.now())
    const of = (name: string) => values.find((value) => value.name === name && value.labels.mount === 'data')?.value
    const used = of('machine.disk.used')
    const total = of('machine.disk.total')
    return used === undefined || total === undefined ? null : { used, total }
  }
  const observe = async (): Promise<Observed> => {
    const mean = (name: string) => {
      const sample = recent.of(name)
      return sample && meanOf(sample)
    }
    const used = mean('machine.memory.used')
    const total = mean('machine.memory.total')
    const delays = recent.of('console.loop.delay')?.buckets
    return {
      cpuPercent: mean('machine.cpu.used'),
      memory: used === null || total === null ? null : { used, total },
      disk: diskOfData(),
      loopDelayMs: delays ? quantileOf(delays, 0.99) : null,
      consolePercent: mean('console.cpu'),
      ...(await options.observeRecord()),
    }
  }

  return {
    start: () => collecting.start(),
    stop: () => collecting.stop(),

    now: (): MetricsNow => newest.now(clock.now()),

    /** What others measured, within a transaction of theirs; the answer is to be called once that is committed. */
    add: (tx: Writable, atMs: number, measured: readonly Measured[]): (() => void) => {
      const committed = recording.add(tx, atMs, measured)
      return () => {
        committed()
        const nowMs = clock.now()
        // By the hundred, series with labels would weigh down the live feed; and what is late is not now.
        for (const watch of watchers) watch(atMs, measured)
        const plain = measured.filter(({ labels }) => Object.keys(labels).length === 0)
        if (nowMs - atMs < liveForMs) newest.put(newest.now(nowMs).atMs, clock.monotonic(), plain)
      }
    },

    series: (): Series[] =>
      telemetry.read(allSeries).map(({ name, labels, kind, unit }) => ({ name, labels, kind, unit, title: titleOf(name, labels) })),

    query: async ({ selectors, fromMs, toMs, maxPoints }: Query) => {
      const nowMs = clock.now()
      const range = { fromMs: Math.max(0, fromMs), toMs: Math.min(toMs, nowMs + furthestAheadMs), maxPoints }
      const resolution = chooseResolution(range, options.limits().keptMs, nowMs)
      const series: SeriesPoints[] = []
      for (let first = 0; first < selectors.length; first += selectorsAtOnce) {
        const asked = selectors.slice(first, first + selectorsAtOnce)
        series.push(...(await reader.run('metrics.query', { series: asked, resolution })))
      }
      return { stepMs: resolution.stepMs, fromMs: resolution.fromMs, toMs: resolution.toMs, series }
    },

    /** By steps of `stepMs`, or wider ones where so fine ones are kept no more; for objectives. */
    badShare: async (ask: BadShareAsk, range: { fromMs: number; toMs: number; stepMs: number }) => {
      const resolution = resolve(range)
      return { stepMs: resolution.stepMs, steps: await reader.run('metrics.bad-share', { ask, resolution }) }
    },

    /** All samples as they are taken, of machine, console and guard; the answer ends it. */
    watch: (watcher: (atMs: number, measured: readonly Measured[]) => void): (() => void) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },

    /** Samples by steps of `stepMs`, or wider ones where so fine ones are kept no more; oldest first. */
    steps: async (selectors: Query['selectors'], range: { fromMs: number; toMs: number; stepMs: number }) => {
      const resolution = resolve(range)
      return { stepMs: resolution.stepMs, series: await reader.run('metrics.steps', { series: selectors, resolution }) }
    },
    /** How finely a range is kept. */
    resolve,

    explore: async (view: View, range: { fromMs: number; toMs: number; maxPoints: number }) => {
      const nowMs = clock.now()
      const asked = { ...range, fromMs: Math.max(0, range.fromMs), toMs: Math.min(range.toMs, nowMs + furthestAheadMs) }
      const resolution = chooseResolution(asked, options.limits().keptMs, nowMs)
      const { stepMs, fromMs, toMs } = resolution
      return { stepMs, fromMs, toMs, ...(await reader.run('metrics.explore', { view, resolution })) }
    },

    annotations: async (fromMs: number, toMs: number): Promise<Annotation[]> => {
      const found = await Promise.all(annotationFilters(fromMs, toMs).map((filter) => options.entries(filter)))
      return annotationsOf(found.flat())
    },

    health: async (): Promise<Health> => judgeHealth(await observe(), clock.now()),

    processes: () => processes.list(),
  }
}
export type Monitoring = ReturnType<typeof createMonitoring>
