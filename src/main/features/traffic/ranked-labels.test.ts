import { expect, test } from 'vitest'
import { createRankedLabels } from './ranked-labels.ts'

test('one that is clearly busier takes the place of the idlest; one that is as busy does not', () => {
  const ranked = createRankedLabels(2)
  for (const [name, requests] of [
    ['a', 10],
    ['b', 4],
    ['c', 5],
  ] as const)
    ranked.of(name, requests)
  ranked.rank()
  expect(ranked.of('c', 20)).toBe('other')
  ranked.rank()
  expect(ranked.of('c', 1)).toBe('c')
  expect(ranked.of('b', 1)).toBe('other')
  expect(ranked.of('a', 1)).toBe('a')
  expect([...ranked.known()].toSorted()).toEqual(['a', 'c', 'other'])
})

test('what has no name is neither one of the busiest nor one of the others', () => {
  const ranked = createRankedLabels(1)
  expect(ranked.of(null, 100)).toBe('none')
  expect(ranked.of('a', 1)).toBe('a')
})
