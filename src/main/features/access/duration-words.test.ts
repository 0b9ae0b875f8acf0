import { expect, test } from 'vitest'
import { durationWords } from './duration-words.ts'

test.each([
  [0, '1 second'],
  [1000, '1 second'],
  [3100, '4 seconds'],
  [60_000, '1 minute'],
  [61_000, '61 seconds'],
  [5_400_000, '90 minutes'],
  [899_999, '15 minutes'],
  [3_600_000, '1 hour'],
  [14_400_000, '4 hours'],
])('%i ms is %s', (ms, words) => {
  expect(durationWords(ms)).toBe(words)
})
