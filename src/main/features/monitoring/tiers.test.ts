import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseResolution, tiers } from './tiers.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const keptMs = [hourMs, dayMs, 30 * dayMs, 730 * dayMs]
const nowMs = Date.UTC(2026, 10, 21, 8)
const back = (ms: number, maxPoints = 300) => chooseResolution({ fromMs: nowMs - ms, toMs: nowMs, maxPoints }, keptMs, nowMs)

test('each range is answered by the coarsest tier that is as fine as the chart', () => {
  expect(back(5 * 60_000)).toMatchObject({ tier: { stepMs: 1_000 }, stepMs: 2_000 })
  expect(back(hourMs)).toMatchObject({ tier: { stepMs: 10_000 }, stepMs: 20_000 })
  expect(back(dayMs)).toMatchObject({ tier: { stepMs: 60_000 }, stepMs: 300_000 })
  expect(back(730 * dayMs)).toMatchObject({ tier: { stepMs: hourMs } })
})

test('what is no longer kept so fine is answered by a coarser tier', () => {
  const range = { fromMs: nowMs - 40 * dayMs, toMs: nowMs - 40 * dayMs + 600_000, maxPoints: 300 }
  expect(chooseResolution(range, keptMs, nowMs)).toMatchObject({ tier: { stepMs: hourMs }, stepMs: hourMs })
})

test('a chart never has more points than asked, and covers what was asked', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 800 * dayMs }),
      fc.integer({ min: -10, max: 800 * dayMs }),
      fc.integer({ min: 2, max: 1000 }),
      (ago, length, maxPoints) => {
        const fromMs = nowMs - ago
        const { tier, stepMs, ...range } = chooseResolution({ fromMs, toMs: fromMs + length, maxPoints }, keptMs, nowMs)
        expect(stepMs % tier.stepMs).toBe(0)
        expect(range.fromMs % stepMs).toBe(0)
        expect(range.toMs % stepMs).toBe(0)
        expect(range.fromMs).toBeLessThanOrEqual(fromMs)
        expect(range.toMs).toBeGreaterThanOrEqual(fromMs + Math.max(1, length))
        expect((range.toMs - range.fromMs) / stepMs).toBeLessThanOrEqual(Math.max(2, maxPoints))
      },
    ),
  )
})

test('a chart that moves with time keeps its steps', () => {
  const first = back(hourMs)
  const later = chooseResolution({ fromMs: nowMs - hourMs + 7_000, toMs: nowMs + 7_000, maxPoints: 300 }, keptMs, nowMs + 7_000)
  expect(later.stepMs).toBe(first.stepMs)
  expect((later.fromMs - first.fromMs) % first.stepMs).toBe(0)
})

test('a block holds whole steps of its tier, and rolls up into whole steps of the next', () => {
  tiers.forEach(({ stepMs, blockMs }, index) => {
    expect(blockMs % stepMs).toBe(0)
    const next = tiers[index + 1]
    if (next) expect(next.stepMs % stepMs).toBe(0)
  })
})
