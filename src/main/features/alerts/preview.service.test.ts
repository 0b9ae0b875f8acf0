import { expect, test } from 'vitest'
import { emptyPast, judgePast } from './judge-past.ts'
import { createPreview } from './preview.service.ts'
import { previewSlices } from './preview.slices.ts'
import { chooseResolution, tiers } from '../monitoring/tiers.ts'
import { monitoringSlices } from '../monitoring/monitoring.slices.ts'
import type { PreviewSlices } from './preview.slices.ts'
import type { Reader } from '../../database/reader.ts'
import { givenRule } from '../../test-kit/given-rule.ts'
import { gaugeOf, openTestTelemetry } from '../../test-kit/open-test-telemetry.ts'

const hourMs = 3_600_000

/** Kept in real tiers; so many seconds of it as fine as it was measured. */
const openPast = (fineMs: number) => {
  const kit = openTestTelemetry()
  const keptMs = tiers.map(({ id }) => (id === 0 ? fineMs : 1e12))
  const slices = previewSlices(monitoringSlices['metrics.steps'])
  let asked = 0
  const reader: Reader<PreviewSlices> = {
    run: async (name, input) => {
      asked += 1
      return structuredClone(kit.telemetry.read((db) => slices[name](db, structuredClone(input)))) as never
    },
    close: async () => {},
  }
  const preview = createPreview({
    reader,
    clock: kit.clock,
    series: { series: () => [{ name: 'thing.size', labels: {}, kind: 'gauge', unit: 'count', title: 'thing.size' }] },
    resolve: (range) =>
      chooseResolution({ ...range, maxPoints: Math.ceil((range.toMs - range.fromMs) / range.stepMs) + 1 }, keptMs, kit.clock.now()),
  })
  return {
    ...kit,
    preview,
    asked: () => asked,
    /** Up to now, second by second; null: no console ran. */
    record: (seconds: number, valueAt: (second: number) => number | null) => {
      for (let second = 0; second < seconds; second++) {
        kit.clock.advance(1_000)
        const value = valueAt(second)
        if (value !== null) kit.recording.record(kit.clock.now(), [gaugeOf(1, 'console.memory'), ...(value < 0 ? [] : [gaugeOf(value)])])
      }
    },
    lastHour: () => ({ fromMs: kit.clock.now() - hourMs, toMs: kit.clock.now() }),
  }
}

test('a rule is told what it would have done, from what is kept', async () => {
  const past = openPast(2 * hourMs)
  // Twice above for two minutes, once for ten seconds only.
  past.record(3_600, (second) =>
    (second >= 600 && second < 720) || (second >= 1_800 && second < 1_920) || (second >= 3_000 && second < 3_010) ? 95 : 20,
  )
  const rule = givenRule({ windowMs: 10_000, forMs: 30_000 })
  const { sentence, fired, series, threshold, stepMs } = await past.preview({ rule, ...past.lastHour() })
  expect(sentence).toBe('Would have fired twice in the last hour, for 2 min in all.')
  expect(fired).toHaveLength(2)
  expect(fired[0]).toMatchObject({ worst: 95 })
  expect([threshold, stepMs]).toEqual([80, 1_000])
  expect(series[0]!.points.length).toBeLessThanOrEqual(301)
  expect(past.asked()).toBeGreaterThan(1)
  const never = await past.preview({ rule: givenRule({ value: 99 }), ...past.lastHour() })
  expect(never).toMatchObject({ sentence: 'Would not have fired in the last hour.', fired: [] })
})

test('where it is kept coarser than the rule looks, that is said', async () => {
  const past = openPast(1_000)
  past.record(3_600, (second) => (second === 1_000 ? 95 : 20))
  const { sentence, stepMs } = await past.preview({ rule: givenRule(), ...past.lastHour() })
  expect(stepMs).toBe(10_000)
  expect(sentence).toBe(
    'Would not have fired in the last hour. What is kept of that time is judged by steps of 10 s: shorter breaches are not seen.',
  )
})

test('while no console ran nothing was absent; what stopped while one ran was', async () => {
  const past = openPast(2 * hourMs)
  past.record(1_800, (second) => (second < 600 ? 1 : second < 1_200 ? null : second < 1_300 ? 1 : -1))
  const condition = { kind: 'absence', selector: { name: 'thing.size', labels: {} }, windowMs: 60_000 } as const
  const { fired, sentence } = await past.preview({ rule: givenRule({ condition }), ...past.lastHour() })
  expect(fired).toHaveLength(1)
  expect(sentence).toContain('and would be firing at its end')
})

test('of what was never measured nothing is said, nor of a time that is none', async () => {
  const past = openPast(hourMs)
  past.record(10, () => -1)
  const { sentence } = await past.preview({ rule: givenRule(), ...past.lastHour() })
  expect(sentence).toBe('Nothing of this was measured in the last hour: it cannot be told what the rule would have done.')
  const nowMs = past.clock.now()
  await expect(past.preview({ rule: givenRule(), fromMs: nowMs, toMs: nowMs })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})

test('who asks no more is not answered at length', async () => {
  const past = openPast(2 * hourMs)
  past.record(3_600, () => 20)
  await past.preview({ rule: givenRule(), ...past.lastHour() })
  const all = past.asked()
  const asking = new AbortController()
  const answer = past.preview({ rule: givenRule(), ...past.lastHour() }, asking.signal)
  asking.abort()
  await expect(answer).rejects.toMatchObject({ code: 'BUSY' })
  expect(past.asked() - all).toBeLessThan(all)
})

test('judged in stretches it comes out as judged in one', () => {
  const rule = givenRule({ forMs: 3_000, keepFiringMs: 2_000, windowMs: 5_000 })
  const samples = Array.from({ length: 300 }, (_, index) => ({ atMs: index * 1_000, sample: gaugeOf((index * 37) % 100).sample }))
  const series = [{ ...gaugeOf(0), samples }]
  const judged = (fromMs: number, toMs: number, state = emptyPast()) =>
    judgePast(state, {
      rule: { ...rule, condition: { ...rule.condition, value: 50 } as typeof rule.condition },
      series,
      fromMs,
      toMs,
      stepMs: 1_000,
      pointMs: 1_000,
    })
  let state = emptyPast()
  for (let fromMs = 0; fromMs < 300_000; fromMs += 7_000) state = structuredClone(judged(fromMs, Math.min(300_000, fromMs + 7_000), state))
  expect(state).toEqual(judged(0, 300_000))
  expect(state.firedCount).toBeGreaterThan(0)
})
