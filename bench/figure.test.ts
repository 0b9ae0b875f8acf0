import { expect, test } from 'vitest'
import { median, percentile, toJson, toTable } from './figure.ts'

test('the median is the middle, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([9, 1, 5, 6])).toBe(5.5)
  expect(() => median([])).toThrow('nothing')
})

test('a percentile is one of the values', () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n)
  expect(percentile(hundred, 0.95)).toBe(95)
  expect(percentile(hundred, 0.99)).toBe(99)
  expect(percentile([7], 0.95)).toBe(7)
  expect(() => percentile([], 0.5)).toThrow('nothing')
})

test('a figure says whether its goal was met, in either direction', () => {
  expect(toJson({ name: 'a', value: 120, unit: 'ms', baseline: 40, goal: { atMost: 100 } })).toEqual({
    name: 'a',
    value: 120,
    unit: 'ms',
    baseline: 40,
    ratio: 3,
    goal: 100,
    ok: false,
  })
  expect(toJson({ name: 'b', value: 120, unit: 'rows/s', goal: { atLeast: 100 } })).toMatchObject({
    baseline: null,
    ratio: null,
    goal: 100,
    ok: true,
  })
  expect(toJson({ name: 'c', value: 1.23456, unit: 'MB' })).toMatchObject({ value: 1.235, goal: null, ok: true })
})

test('the table stands in columns', () => {
  expect(toTable([{ name: 'a', value: 120, unit: 'ms', goal: { atMost: 100 } }])).toBe(
    ['name   value  baseline  ratio       goal', 'a     120 ms                   <= 100 ms  missed'].join('\n'),
  )
})
