import { expect, test } from 'vitest'
import { leastBusy, nextInTurn, ofHash } from './choose-target.ts'
import type { Target } from './target.ts'

const target = (url: string, weight = 1, active = 0): Target => ({ url, weight, active, turn: 0 }) as Target
const names = (count: number, choose: () => Target | null) => Array.from({ length: count }, () => choose()?.url ?? '-').join('')

test('in turn each has its share, without runs, and a weight of 0 none', () => {
  const targets = [target('a', 5), target('b', 1), target('c', 1), target('d', 0)]
  expect(names(14, () => nextInTurn(targets))).toBe('aabacaaaabacaa')
  expect(nextInTurn([target('a', 0)])).toBeNull()
  expect(nextInTurn([])).toBeNull()
})

test('the least busy for its weight has the next, equals in turn', () => {
  expect(leastBusy([target('a', 1, 2), target('b', 4, 6), target('c', 0, 0)])?.url).toBe('b')
  const equals = [target('a'), target('b')]
  expect(names(4, () => leastBusy(equals))).toBe('abab')
  expect(leastBusy([])).toBeNull()
})

test('by hash a key keeps its target, and when one goes only its own keys move', () => {
  const all = ['a', 'b', 'c', 'd'].map((url) => target(url))
  const keys = Array.from({ length: 4000 }, (_, at) => `key ${at}`)
  const chosen = keys.map((key) => ofHash(all, key)!.url)
  for (const url of ['a', 'b', 'c', 'd']) {
    const share = chosen.filter((one) => one === url).length / keys.length
    expect(Math.abs(share - 0.25)).toBeLessThan(0.03)
  }
  const withoutD = all.slice(0, 3)
  for (const [at, key] of keys.entries()) if (chosen[at] !== 'd') expect(ofHash(withoutD, key)!.url).toBe(chosen[at])
  const heavy = [target('a', 3), target('b', 1)]
  expect(keys.filter((key) => ofHash(heavy, key)!.url === 'a').length / keys.length).toBeCloseTo(0.75, 1)
})
