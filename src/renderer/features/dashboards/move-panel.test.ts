import { expect, test } from 'vitest'
import { movePanel } from './move-panel.ts'

test('a panel comes to stand where it was put, and the others keep their order', () => {
  expect(movePanel(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd'])
  expect(movePanel(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c'])
  expect(movePanel(['a', 'b'], 1, 9)).toEqual(['a', 'b'])
  expect(movePanel(['a', 'b'], 5, 0)).toEqual(['a', 'b'])
})
