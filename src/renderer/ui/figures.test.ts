import { expect, test } from 'vitest'
import { compareWords, formatFigure } from './figures.ts'

test('every figure has its unit and about three digits', () => {
  expect(formatFigure(29.4, { unit: 'percent' })).toBe('29 %')
  expect(formatFigure(1.13, { unit: 'percent' })).toBe('1.1 %')
  expect(formatFigure(17_480_000, { unit: 'bytes/s' })).toBe('17.5 MB/s')
  expect(formatFigure(3.14, { unit: 'ms' })).toBe('3.1 ms')
  expect(formatFigure(1_240, { unit: 'ms' })).toBe('1.2 s')
  expect(formatFigure(0.421, { unit: 'load' })).toBe('0.42')
  expect(formatFigure(61.6, { unit: 'celsius' })).toBe('62 °C')
  expect(formatFigure(0, { unit: 'bytes/s' })).toBe('0 B/s')
})

test('memory is counted in powers of 1024, disks in powers of 1000', () => {
  expect(formatFigure(32 * 1024 ** 3, { unit: 'bytes', binary: true })).toBe('32 GiB')
  expect(formatFigure(512e9, { unit: 'bytes' })).toBe('512 GB')
})

test('just below the next unit the next unit is taken', () => {
  expect(formatFigure(999_700, { unit: 'bytes' })).toBe('1 MB')
  expect(formatFigure(999, { unit: 'bytes' })).toBe('999 B')
})

test('a comparison is words', () => {
  expect(compareWords(412.6, 382.1, { unit: '1/s' })).toBe('8 % more')
  expect(compareWords(90, 100, { unit: 'bytes' })).toBe('10 % less')
  expect(compareWords(29, 26, { unit: 'percent' })).toBe('3 points more')
  expect(compareWords(98.4, 23.3, { unit: 'percent' })).toBe('75 points more')
  expect(compareWords(29.1, 29, { unit: 'percent' })).toBe('about as much')
  expect(compareWords(500, 100, { unit: 'bytes/s' })).toBe('5 times as much')
  expect(compareWords(1, 0, { unit: 'bytes/s' })).toBeNull()
})
