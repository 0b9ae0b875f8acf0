/** Alerts over a real database, with samples that a test gives second by second, and a clock moved by hand. */
import { onTestFinished } from 'vitest'
import type { AlertNotice } from '../../ports/alert-notice.ts'
import { createIds } from '../../ports/ids.ts'
import { createLiveEvents } from '../../ports/live-events.ts'
import { silentLogger } from '../../ports/logger.ts'
import type { Series } from '../../shared/contract/monitoring.ts'
import type { Measured } from '../../shared/measured.ts'
import { canonicalLabels, seriesKey, titleOf } from '../../shared/series.ts'
import type { By } from '../database/database.ts'
import { createAlerts } from '../features/alerts/alerts.service.ts'
import type { AlertsOptions } from '../features/alerts/alerts.service.ts'
import type { KeptSeries } from '../features/alerts/kept-series.ts'
import { openTestDatabase } from './open-test-database.ts'
import { gaugeOf } from './open-test-telemetry.ts'

export const mara: By = { actor: { kind: 'user', id: 'user-mara', name: 'mara' }, source: '127.0.0.1', requestId: null }

/** Everything that was promised has happened by then. */
const turn = () => new Promise((resolve) => setImmediate(resolve))

export const openTestAlerts = async (given: Partial<Pick<AlertsOptions, 'burnOf'>> = {}) => {
  const opened = openTestDatabase()
  const { clock } = opened
  const kept: { atMs: number; measured: readonly Measured[] }[] = []
  const notices: AlertNotice[] = []
  let refusal: Error | null = null
  let watcher: (atMs: number, measured: readonly Measured[]) => void = () => {}

  const series: KeptSeries = {
    watch: (next) => {
      watcher = next
      return () => {
        if (watcher === next) watcher = () => {}
      }
    },
    /** Second by second, whatever steps are asked for. */
    steps: async (selectors, { fromMs, toMs, stepMs }) => {
      const found = new Map<string, Awaited<ReturnType<KeptSeries['steps']>>['series'][number]>()
      for (const { atMs, measured } of kept) {
        for (const { sample, ...spec } of measured) {
          if (!selectors.some(({ name }) => name === spec.name)) continue
          const key = seriesKey(spec.name, spec.labels)
          const known = found.get(key) ?? { ...spec, samples: [] }
          // As in the store, a series is known however long it has been silent.
          if (atMs >= fromMs && atMs <= toMs) known.samples.push({ atMs, sample })
          found.set(key, known)
        }
      }
      return { stepMs, series: [...found.values()] }
    },
    series: (): Series[] => {
      const all = kept.flatMap(({ measured }) => measured)
      const byKey = new Map(all.map((one) => [`${one.name} ${canonicalLabels(one.labels)}`, one]))
      return [...byKey.values()].map(({ name, labels, kind, unit }) => ({ name, labels, kind, unit, title: titleOf(name, labels) }))
    },
  }

  const start = () => {
    const alerts = createAlerts({
      database: opened.database,
      clock,
      ids: createIds(clock),
      events: createLiveEvents(),
      logger: silentLogger,
      series,
      burnOf: () => null,
      notify: (_tx, told) => {
        if (refusal) throw refusal
        notices.push(...told)
      },
      reader: { run: () => Promise.reject(new Error('no past is read here')), close: async () => {} },
      resolve: () => {
        throw new Error('no past is read here')
      },
      ...given,
    })
    alerts.start()
    return alerts
  }
  let alerts = start()
  await turn()
  onTestFinished(() => alerts.stop())

  /** One second goes by, and this is measured at its end. A gauge's value, several by label, or nothing. */
  const second = async (value: number | Record<string, number> | null): Promise<void> => {
    clock.advance(1_000)
    const values =
      value === null
        ? []
        : typeof value === 'number'
          ? [gaugeOf(value)]
          : Object.entries(value).map(([label, one]) => gaugeOf(one, 'thing.size', { of: label }))
    const measured = [gaugeOf(1, 'machine.beat'), ...values]
    kept.push({ atMs: clock.now(), measured })
    watcher(clock.now(), measured)
    await turn()
  }

  return {
    ...opened,
    notices,
    get database() {
      return opened.database
    },
    get alerts() {
      return alerts
    },
    second,
    seconds: async (count: number, value: number | Record<string, number> | null) => {
      for (let left = count; left > 0; left--) await second(value)
    },
    /** So much goes by between two looks, with nothing measured. */
    wait: async (ms: number) => {
      clock.advance(ms)
      await turn()
    },
    /** `orderly` false: as after a kill, when what was not written is lost. */
    restart: async (orderly = true) => {
      const before = alerts
      if (orderly) await before.stop()
      await opened.reopen()
      alerts = start()
      if (!orderly) await before.stop()
      await turn()
    },
    /** While this is set, nothing can be told, and so nothing may have happened. */
    refuseNotices: (error: Error | null) => {
      refusal = error
    },
    /** What people are told, in short. */
    told: () => notices.map(({ kind, alert }) => `${kind} ${alert.labels.of ?? alert.ruleName}`),
    actions: () =>
      opened.database.read((db) =>
        db
          .all<{ action: string }>(
            'SELECT log_text.text AS action FROM log_entry JOIN log_text ON log_text.id = log_entry.action ORDER BY sequence',
          )
          .map(({ action }) => action),
      ),
  }
}
