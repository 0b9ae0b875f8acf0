import { expect, test } from 'vitest'
import { placeTip } from './tip-place.ts'

const window = { width: 1440, height: 900 }
const wide = { left: 300, top: 500, width: 600, height: 128 }
const tip = { width: 180, height: 100 }

test('beside the crosshair there is room at the right, or else at the left', () => {
  expect(placeTip(400, wide, tip, window)).toEqual({ left: 412, top: 508 })
  expect(placeTip(800, wide, tip, window)).toEqual({ left: 608, top: 508 })
})

test('it never covers the next chart: where its own is too narrow it stands over it', () => {
  const narrow = { left: 300, top: 500, width: 260, height: 128 }
  for (const crossX of [300, 380, 430, 500, 560]) {
    const { left, top } = placeTip(crossX, narrow, tip, window)
    expect(left).toBeGreaterThanOrEqual(300)
    expect(left + tip.width).toBeLessThanOrEqual(560)
    expect(top + tip.height).toBeLessThan(500)
  }
})

test('at the top of the window it stands under the chart', () => {
  const { top } = placeTip(400, { left: 300, top: 60, width: 260, height: 128 }, tip, window)
  expect(top).toBeGreaterThan(188)
})
