import { expect, test } from 'vitest'
import { Recent } from './recent.ts'

test('what is asked for stays known, and a flood of others makes no more than so many', () => {
  const recent = new Recent<number>(100)
  recent.set('mine', 7)
  for (let at = 0; at < 10_000; at++) {
    recent.set(`flood ${at}`, at)
    if (at % 20 === 0) expect(recent.get('mine')).toBe(7)
  }
  const left = Array.from({ length: 10_000 }, (_, at) => recent.get(`flood ${at}`)).filter((value) => value !== undefined)
  expect(left.length).toBeLessThanOrEqual(100)
})
