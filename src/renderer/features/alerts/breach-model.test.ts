import { expect, test } from 'vitest'
import type { SeriesPoints } from '../../../shared/contract/monitoring.ts'
import { breachEvents, breachRange, judgedModel } from './breach-model.ts'

const minuteMs = 60_000
const points = (means: (number | null)[]): SeriesPoints['points'] =>
  means.map((mean, at) => ({ atMs: at * 1000, mean, min: mean, max: mean, count: 1, percentiles: { p50: 1, p95: 7, p99: 9 } }))
const series = (unit: SeriesPoints['unit'], means: (number | null)[], name = 'machine.cpu.used'): SeriesPoints => ({
  name,
  labels: {},
  kind: 'gauge',
  unit,
  title: 'Processor',
  points: points(means),
})
const chart = (given: Partial<Parameters<typeof judgedModel>[0]>) =>
  judgedModel({
    id: 'breach',
    title: 'Processor',
    series: [series('percent', [20, 93])],
    figure: 'mean',
    span: { fromMs: 0, toMs: 2000, stepMs: 1000 },
    unit: 'percent',
    threshold: 80,
    severity: 'high',
    thresholdName: 'busy',
    events: [],
    ...given,
  })

test('an open alert is shown from a quarter of an hour before it began up to now', () => {
  const startedAtMs = 100 * minuteMs
  expect(breachRange({ startedAtMs, resolvedAtMs: null }, 120 * minuteMs)).toEqual({ fromMs: 85 * minuteMs, toMs: 120 * minuteMs })
})

test('one that is over is shown with a bit of what came after, and never beyond now', () => {
  const over = { startedAtMs: 100 * minuteMs, resolvedAtMs: 140 * minuteMs }
  expect(breachRange(over, 1000 * minuteMs).toMs).toBe(150 * minuteMs)
  expect(breachRange(over, 141 * minuteMs).toMs).toBe(141 * minuteMs)
})

test('the line lies where the rule has it, told with its unit', () => {
  expect(chart({})?.thresholds).toEqual([{ value: 80, severity: 'high', name: '80 %, busy' }])
  expect(chart({})?.top).toBe(100)
})

test('a line above all that was measured is in sight', () => {
  expect(chart({ series: [series('ms', [20, 40])], unit: 'ms', threshold: 500 })?.top).toBeGreaterThan(500)
})

test('a line in another unit than what is drawn is left out', () => {
  expect(chart({ series: [series('bytes', [20, 40])] })?.thresholds).toEqual([])
})

test('of a histogram the percentile that is judged is drawn', () => {
  expect(chart({ figure: 'p95' })?.lines[0]?.points.map(({ mean }) => mean)).toEqual([7, 7])
  expect(chart({})?.lines[0]?.points.map(({ mean }) => mean)).toEqual([20, 93])
})

test('where nothing matches there is no chart', () => {
  expect(chart({ series: [] })).toBeNull()
})

test('its own course stands among what happened around it, in order', () => {
  const annotations = [{ atMs: 5, word: 'Deployment', sentence: 'A deployment.', sequence: 1, severity: 'info' as const }]
  expect(breachEvents({ firedAtMs: 7, resolvedAtMs: null }, annotations).map(({ word }) => word)).toEqual(['Deployment', 'Fired'])
})
