import { expect, test } from 'vitest'
import { scaleFor, scalesOf, usualScale } from './figure-scale.ts'

test('memory is written in powers of 1024, a disk in powers of 1000', () => {
  expect(scaleFor(8 * 1024 ** 3, { unit: 'bytes', binary: true })).toEqual({ name: 'GiB', factor: 1024 ** 3 })
  expect(scaleFor(8e9, { unit: 'bytes' })).toEqual({ name: 'GB', factor: 1e9 })
})

test('a long time is written in seconds, a share in percent', () => {
  expect(scaleFor(1500, { unit: 'ms' }).name).toBe('s')
  expect(scaleFor(0, { unit: 'ms' }).name).toBe('ms')
  expect(scalesOf({ unit: 'percent' })).toEqual([{ name: '%', factor: 1 }])
})

test('before anything is written, what is usual is offered', () => {
  expect(usualScale({ unit: 'bytes' }).name).toBe('GB')
  expect(usualScale({ unit: 'count' }).name).toBe('')
})
