import { expect, test } from 'vitest'
import { chipWords, joinWords, timeWords } from './chip-words.ts'

const now = Date.UTC(2026, 10, 19, 14, 32)
const at = (day: number, hour: number, minute: number) => Date.UTC(2026, 10, day, hour, minute)

test('times of today go without their day', () => {
  expect(timeWords({ from: at(19, 8, 30), to: at(19, 14, 32) }, now, 'UTC')).toBe('08:30 to 14:32')
})

test('times of another day are told with it, once where it is the same', () => {
  expect(timeWords({ from: at(17, 8, 30), to: at(17, 9, 0) }, now, 'UTC')).toBe('17 Nov, 08:30 to 09:00')
  expect(timeWords({ from: at(17, 8, 30), to: at(19, 9, 0) }, now, 'UTC')).toBe('17 Nov, 08:30 to 19 Nov, 09:00')
})

test('an open end is told as since or until', () => {
  expect(timeWords({ from: at(19, 8, 30) }, now, 'UTC')).toBe('since 08:30')
  expect(timeWords({ to: at(18, 8, 30) }, now, 'UTC')).toBe('until 18 Nov, 08:30')
})

test('a preset is told in words', () => {
  expect(timeWords({ time: '24h' }, now)).toBe('last 24 hours')
})

test('many values are counted', () => {
  expect(joinWords(['a', 'b', 'c'])).toBe('a, b, c')
  expect(joinWords(['a', 'b', 'c', 'd'])).toBe('a, b and 2 more')
})

test('actors go by their name, and one that is unknown by what the address says', () => {
  const actors = [{ kind: 'user', id: '019a', name: 'mara' } as const]
  expect(chipWords('actor', { actor: ['user:019a', 'system:recorder'] }, actors, now)).toBe('mara, recorder')
})

test('a field without a value says any', () => {
  expect(chipWords('severity', {}, [], now)).toBe('any')
})
