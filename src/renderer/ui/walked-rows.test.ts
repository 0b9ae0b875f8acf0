import { expect, test } from 'vitest'
import { nextWalked, walkFrom, walkKeys, withCursor } from './walked-rows.ts'

const ids = [4, null, 3, 2, null, 1]
const afterKey = (key: string, cursorIndex: number, begun = true, of: (number | null)[] = ids) =>
  walkFrom(of, cursorIndex, walkKeys.get(key)!, begun)

test('moving passes over headings and stops at the ends', () => {
  expect(nextWalked(ids, 0, 1)).toBe(2)
  expect(nextWalked(ids, 5, -1)).toBe(3)
  expect(nextWalked(ids, 0, -1)).toBe(0)
  expect(nextWalked(ids, 5, 1)).toBe(5)
})

test('before the first row comes the first that is no heading, and in a list of headings none', () => {
  expect(nextWalked([null, 'a'], -1, 1)).toBe(1)
  expect(nextWalked([null], -1, 1)).toBe(-1)
})

test('arrows go one row on, pages fifteen, Home and End to the outermost rows', () => {
  const many = Array.from({ length: 40 }, (_, index) => (index % 10 === 0 ? null : index))
  expect(afterKey('ArrowDown', 9, true, many)).toBe(11)
  expect(afterKey('ArrowUp', 11, true, many)).toBe(9)
  expect(afterKey('PageDown', 1, true, many)).toBe(17)
  expect(afterKey('PageUp', 17, true, many)).toBe(1)
  expect(afterKey('PageDown', 30, true, many)).toBe(39)
  expect(afterKey('Home', 17, true, many)).toBe(1)
  expect(afterKey('End', 17, true, [...many, null])).toBe(39)
})

test('the first step lands where Tab would reach; Home and End lead away at once', () => {
  expect(afterKey('ArrowDown', 2, false)).toBe(2)
  expect(afterKey('PageUp', 2, false)).toBe(2)
  expect(afterKey('End', 2, false)).toBe(5)
})

test('the row with the cursor is drawn in its place even where it is scrolled away', () => {
  expect(withCursor([10, 11], 3)).toEqual([3, 10, 11])
  expect(withCursor([10, 11], 30)).toEqual([10, 11, 30])
  expect(withCursor([10, 11], 11)).toEqual([10, 11])
  expect(withCursor([10, 11], -1)).toEqual([10, 11])
})
