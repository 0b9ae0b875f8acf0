// What it costs each second to judge 500 alert rules: thresholds, percentiles, shares, rates, and rules over many series.
import { migrations } from '../src/main/console/migrations.ts'
import { openDatabase } from '../src/main/database/open-database.ts'
import { createAlerts } from '../src/main/features/alerts/alerts.service.ts'
import type { Clock } from '../src/ports/clock.ts'
import { createIds } from '../src/ports/ids.ts'
import { createLiveEvents } from '../src/ports/live-events.ts'
import { silentLogger } from '../src/ports/logger.ts'
import type { GivenRule, Measure } from '../src/shared/contract/alerts.ts'
import type { Measured } from '../src/shared/measured.ts'
import { sampleOfIncrease, sampleOfValue, sampleOfValues } from '../src/shared/sample.ts'
import { percentile } from './figure.ts'
import type { Figure } from './figure.ts'

const ruleCount = 500
const routeCount = 50
const minuteMs = 60_000

const measure = (changes: Partial<Measure> & { name: string }): Measure => ({
  labels: {},
  figure: 'mean',
  join: 'each',
  dividedBy: null,
  ...changes,
})

const conditionOf = (index: number): GivenRule['condition'] => {
  const labels = { route: `route-${index % routeCount}` }
  const windowMs = [minuteMs, 5 * minuteMs, 30 * minuteMs][index % 3]!
  const threshold = { kind: 'threshold', comparison: 'above', value: 1e9, resolveValue: null, leastCount: 0, windowMs } as const
  switch (index % 5) {
    case 0:
      return { ...threshold, measure: measure({ name: 'duration', labels, figure: 'p95' }) }
    case 1:
      return { ...threshold, measure: measure({ name: 'errors', labels, dividedBy: { name: 'requests', labels } }) }
    case 2:
      return { kind: 'rate', comparison: 'rises', by: 1e9, relative: true, windowMs, measure: measure({ name: 'requests', labels }) }
    case 3:
      return { ...threshold, measure: measure({ name: 'gauge', labels, figure: 'max' }) }
    default:
      // Every tenth of these over all series, each of them or joined.
      return index % 50 === 4
        ? { ...threshold, measure: measure({ name: 'requests', join: index % 100 === 4 ? 'each' : 'sum' }) }
        : { ...threshold, measure: measure({ name: 'gauge', labels }), comparison: 'below', value: -1 }
  }
}

const measuredAt = (second: number): Measured[] =>
  Array.from({ length: routeCount }, (_, route) => {
    const of = { labels: { route: `route-${route}` }, everyMs: 1000 }
    const noise = (at: number) => ((second * 31 + route * 17 + at * 7) % 97) + 1
    return [
      {
        ...of,
        name: 'duration',
        unit: 'ms',
        kind: 'histogram',
        sample: sampleOfValues(Array.from({ length: 40 }, (_, at) => noise(at) ** 1.5))!,
      },
      { ...of, name: 'requests', unit: '1/s', kind: 'counter', sample: sampleOfIncrease(noise(1), 1) },
      { ...of, name: 'errors', unit: '1/s', kind: 'counter', sample: sampleOfIncrease(noise(2) / 50, 1) },
      { ...of, name: 'gauge', unit: 'count', kind: 'gauge', sample: sampleOfValue(noise(3)) },
    ] satisfies Measured[]
  }).flat()

/** With the samples of a second put into memory; the memory reaches back as far as the rules do. */
export const judgeRules = async (directory: string, quick: boolean): Promise<Figure[]> => {
  let nowMs = Date.UTC(2026, 10, 21, 8)
  const clock: Clock = {
    now: () => nowMs,
    monotonic: () => nowMs,
    sleep: () => new Promise(() => {}),
    after: () => () => {},
  }
  const ids = createIds(clock)
  const database = openDatabase({
    directory,
    migrations,
    clock,
    ids,
    logger: silentLogger,
    onAppended: () => {},
    onStorageChange: () => {},
  })
  let watcher: (atMs: number, measured: readonly Measured[]) => void = () => {}
  const alerts = createAlerts({
    database,
    clock,
    ids,
    events: createLiveEvents(),
    logger: silentLogger,
    series: {
      watch: (next) => {
        watcher = next
        return () => {}
      },
      steps: async (_selectors, { stepMs }) => ({ stepMs, series: [] }),
      series: () => [],
    },
    burnOf: () => null,
    notify: () => {},
    reader: { run: () => Promise.reject(new Error('no past is read here')), close: async () => {} },
    resolve: () => {
      throw new Error('no past is read here')
    },
  })
  const by = { actor: { kind: 'system', id: null, name: 'bench' }, source: 'console', requestId: null } as const
  await database.change(by, { action: 'alert-rule.created', message: 'Rules of a benchmark' }, (tx) => {
    for (let index = 0; index < ruleCount; index++) {
      const given = {
        name: `Rule ${index}`,
        summary: '',
        condition: conditionOf(index),
        forMs: 0,
        keepFiringMs: 0,
        severity: 'low' as const,
      }
      alerts.rules.ofObjectives.insert(tx, ids.next(), { ...given, labels: {}, runbookUrl: null, group: 'default', enabled: true })
    }
  })
  alerts.start()
  await new Promise((resolve) => setImmediate(resolve))
  const look = () => new Promise((resolve) => setImmediate(resolve))
  const took: number[] = []
  const filled = quick ? 400 : 3_700
  for (let second = 0; second < filled + 120; second++) {
    nowMs += 1000
    const measured = measuredAt(second)
    const startedMs = performance.now()
    watcher(nowMs, measured)
    if (second >= filled) {
      // As the metrics of the machine come, which all rules are judged at.
      const judgedMs = performance.now()
      watcher(nowMs, [{ name: 'machine.beat', labels: {}, unit: 'count', kind: 'gauge', everyMs: 1000, sample: sampleOfValue(1) }])
      took.push(performance.now() - judgedMs + (judgedMs - startedMs))
      await look()
    }
  }
  await alerts.stop()
  await database.close()
  return [
    { name: 'rules.500', value: percentile(took, 0.95), unit: 'ms', goal: { atMost: 50 } },
    { name: 'rules.500_slowest', value: Math.max(...took), unit: 'ms' },
  ]
}
