import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hourMs, minuteMs, stretchesOf } from './stretches.ts'

test('stretches cover a period once, in order, by whole steps of their own, and long ones by hours', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(200_000), (from, minutes) => {
      const period = { fromMs: from * minuteMs, toMs: (from + minutes) * minuteMs }
      const stretches = stretchesOf(period)
      let atMs = period.fromMs
      for (const { stepMs, fromMs, toMs } of stretches) {
        expect(fromMs).toBe(atMs)
        expect([fromMs % stepMs, toMs % stepMs]).toEqual([0, 0])
        expect(toMs).toBeGreaterThan(fromMs)
        atMs = toMs
      }
      expect(atMs).toBe(period.toMs)
      const minutesRead = stretches.filter(({ stepMs }) => stepMs === minuteMs).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
      expect(minutesRead).toBeLessThan(2 * hourMs)
    }),
  )
})
