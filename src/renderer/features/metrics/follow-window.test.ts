import { expect, test } from 'vitest'
import type { MetricsNow } from '../../../shared/contract/monitoring.ts'
import { follow, startFollowing, type Follower } from './follow-window.ts'
import type { SeriesWindow } from './series-window.ts'

const asked: SeriesWindow = {
  fromMs: 0,
  toMs: 100_000,
  stepMs: 20_000,
  series: [{ name: 'cpu', labels: {}, kind: 'gauge', unit: 'percent', title: 'CPU', points: [] }],
}
const at = (atMs: number, value = 50): MetricsNow => ({ atMs, values: [{ name: 'cpu', labels: {}, unit: 'percent', value }] })
const begin = (): Follower => ({ ...startFollowing(), asked, shown: asked, drawnAtMs: asked.toMs })

test('a long step is shown while it still grows, drawn no more often than asked', () => {
  const follower = begin()
  const drawn = [101_000, 102_000, 103_000, 104_000, 106_000].map((ms) => follow(follower, at(ms), 3_000))
  expect(drawn.map((window) => window !== null)).toEqual([false, false, true, false, true])
  expect(drawn[4]).toMatchObject({ toMs: 120_000, series: [{ points: [{ atMs: 100_000, mean: 50, count: 5 }] }] })
})

test('a new step moves the window on, and the one before keeps what it had', () => {
  const follower = begin()
  follow(follower, at(119_000, 10), 0)
  expect(follow(follower, at(121_000, 90), 0)).toMatchObject({
    fromMs: 40_000,
    toMs: 140_000,
    series: [
      {
        points: [
          { atMs: 100_000, mean: 10 },
          { atMs: 120_000, mean: 90 },
        ],
      },
    ],
  })
})

test('what comes while the window is hidden is drawn when it is seen again', () => {
  const follower = begin()
  for (const ms of [101_000, 102_000, 121_000]) expect(follow(follower, at(ms), Infinity)).toBeNull()
  expect(follow(follower, at(122_000), 3_000)).toMatchObject({ series: [{ points: [{ count: 2 }, { count: 2 }] }] })
})

test('after a silence all is asked for anew', () => {
  const follower = begin()
  follow(follower, at(101_000), 0)
  expect(follow(follower, at(160_000), 0)).toBe('ask')
  expect(follow(begin(), at(200_000), 0)).toBe('ask')
})

test('after a minute all is asked for anew, histograms sooner', () => {
  const askedAfter = (follower: Follower) => {
    for (let second = 101; second < 300; second++) if (follow(follower, at(second * 1_000), 3_000) === 'ask') return second - 101
    return null
  }
  expect(askedAfter(begin())).toBe(61)
  const histogram = { ...asked, series: asked.series.map((one) => ({ ...one, kind: 'histogram' as const })) }
  expect(askedAfter({ ...begin(), asked: histogram, shown: histogram })).toBe(16)
})
