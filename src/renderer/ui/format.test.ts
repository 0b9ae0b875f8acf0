// Figures and times as people read them.
import { expect, test } from 'vitest'
import {
  formatBytes,
  formatClock,
  formatCount,
  formatCounted,
  formatDuration,
  formatExact,
  formatListTime,
  formatRelative,
  formatRoughDuration,
  formatUtc,
} from './format.ts'

const at = Date.UTC(2026, 10, 19, 13, 12, 4, 381)
const berlin = 'Europe/Berlin'

test('counts are grouped, and the word follows the count', () => {
  expect(formatCount(1_285_751)).toBe('1,285,751')
  expect(formatCounted(1, 'entry', 'entries')).toBe('1 entry')
  expect(formatCounted(0, 'entry', 'entries')).toBe('0 entries')
  expect(formatCounted(12_000, 'entry', 'entries')).toBe('12,000 entries')
})

test('sizes take the largest unit that keeps a figure before the point', () => {
  expect([0, 999, 1000, 421_888, 4_200_000, 2 * 10 ** 15].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1 KB',
    '421.9 KB',
    '4.2 MB',
    '2,000 TB',
  ])
})

test('lengths of time show their two largest neighbouring parts and round down', () => {
  expect([0, 999, 12_000, 252_999, 3_600_000, 3_605_000, 183_600_000].map(formatDuration)).toEqual([
    '0 s',
    '0 s',
    '12 s',
    '4 min 12 s',
    '1 h',
    '1 h',
    '2 d 3 h',
  ])
})

test('a rough length is its largest part alone', () => {
  expect([0, 30_000, 290_000, 3_600_000, 100_000_000].map(formatRoughDuration)).toEqual(['0 s', '30 s', '5 min', '1 h', '1 d'])
})

test('relative times tell the past from the future', () => {
  expect(formatRelative(at - 12_000, at)).toBe('12 s ago')
  expect(formatRelative(at + 180_000, at)).toBe('in 3 min')
  expect(formatRelative(at - 400, at)).toBe('now')
})

test('times are local, and the hover tells the exact UTC time', () => {
  expect(formatClock(at, berlin)).toBe('14:12:04')
  expect(formatExact(at, berlin)).toBe('Thu 19 Nov 2026, 14:12:04.381')
  expect(formatUtc(at)).toBe('2026-11-19 13:12:04.381 UTC')
})

test('midnight is 00, not 24', () => {
  expect(formatClock(Date.UTC(2026, 10, 19, 0, 0, 0), 'UTC')).toBe('00:00:00')
})

test('a list tells the day only where it is not today, by the local calendar', () => {
  const lateEvening = Date.UTC(2026, 10, 18, 23, 30)
  expect(formatListTime(at, at, berlin)).toBe('14:12:04')
  expect(formatListTime(lateEvening, at, berlin)).toBe('00:30:00')
  expect(formatListTime(lateEvening, at, 'UTC')).toBe('18 Nov, 23:30')
})
