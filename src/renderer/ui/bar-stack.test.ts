import fc from 'fast-check'
import { expect, test } from 'vitest'
import { barCount, barPlace, stackHeights, stackPaths, sumOf } from './bar-stack.ts'

test('the fullest bar is as high as the plot, half as many are half as high', () => {
  expect(stackHeights([50, 50, 0, 0, 0], 100, 60)).toEqual([30, 30, 0, 0, 0])
  expect(stackHeights([50, 0, 0, 0, 0], 100, 60)).toEqual([30, 0, 0, 0, 0])
})

test('one critical event among ten thousand is seen', () => {
  expect(stackHeights([10_000, 0, 0, 0, 1], 10_001, 60)).toEqual([57, 0, 0, 0, 3])
})

test('a lone event beside a flood has a bar at all', () => {
  expect(stackHeights([1, 0, 0, 0, 0], 1_000_000, 60)).toEqual([1, 0, 0, 0, 0])
  expect(stackHeights([0, 0, 0, 1, 1], 1_000_000, 60)).toEqual([0, 0, 0, 2, 3])
})

test('what does not occur has no height, and a bar is never higher than the plot', () => {
  const count = fc.nat(100_000)
  fc.assert(
    fc.property(fc.tuple(count, count, count, count, count), fc.nat(100_000), (counts, more) => {
      const total = counts.reduce((sum, of) => sum + of, 0)
      const heights = stackHeights(counts, total + more, 56)
      counts.forEach((of, at) => expect(heights[at]! > 0).toBe(of > 0))
      expect(heights.reduce((sum, height) => sum + height, 0)).toBeLessThanOrEqual(56)
    }),
  )
})

test('bars fill the width without overlapping, with a gap where there is room', () => {
  for (const width of [37, 300, 1201]) {
    const places = Array.from({ length: 120 }, (_, at) => barPlace(at, 120, width))
    if (width > 120) places.slice(1).forEach(({ left }, at) => expect(left).toBeGreaterThanOrEqual(places[at]!.left + places[at]!.width))
    expect(places[0]!.left).toBe(0)
  }
  expect(barPlace(0, 10, 100)).toEqual({ left: 0, width: 9 })
})

test('a range that ends within a bar has that bar too', () => {
  expect(barCount({ fromMs: 0, toMs: 25, stepMs: 10 })).toBe(3)
})

test('each severity is one path, from the bottom up', () => {
  const span = { fromMs: 0, toMs: 20, stepMs: 10 }
  const bars = [
    { atMs: 0, counts: [5, 0, 0, 0, 5] as [number, number, number, number, number] },
    { atMs: 10, counts: [5, 0, 0, 0, 0] as [number, number, number, number, number] },
  ]
  expect(stackPaths(bars, span, 20, 20)).toEqual(['M0 10h9v10h-9zM10 10h9v10h-9z', '', '', '', 'M0 0h9v10h-9z'])
  expect(sumOf(bars)).toEqual([10, 0, 0, 0, 5])
})
