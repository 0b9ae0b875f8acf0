import { expect, test } from 'vitest'
import type { MetricsNow } from '../../../shared/contract/monitoring.ts'
import { hourAgoWords } from './hour-ago-words.ts'

const now: MetricsNow = {
  atMs: 0,
  values: [
    { name: 'machine.network.in', labels: {}, unit: 'bytes/s', value: 60 },
    { name: 'machine.network.out', labels: {}, unit: 'bytes/s', value: 60 },
  ],
}
const names = ['machine.network.in', 'machine.network.out']

test('what is now is compared with an hour ago, all directions together', () => {
  const before = new Map([
    ['machine.network.in', 80],
    ['machine.network.out', 20],
  ])
  expect(hourAgoWords(names, now, before, { unit: 'bytes/s' })).toBe('20 % more than an hour ago')
})

test('a console that is not an hour old compares nothing', () => {
  expect(hourAgoWords(names, now, new Map(), { unit: 'bytes/s' })).toBeNull()
  expect(hourAgoWords(names, now, undefined, { unit: 'bytes/s' })).toBeNull()
})

test('the same is said to be the same', () => {
  const before = new Map([['machine.network.in', 120]])
  expect(hourAgoWords(names, now, before, { unit: 'bytes/s' })).toBe('about as much as an hour ago')
})
