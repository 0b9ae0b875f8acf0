import { expect, test } from 'vitest'
import { endOf } from './silence-times.ts'

test('tomorrow at nine is nine by the local clock of the next day, at the end of a month too', () => {
  const evening = new Date(2026, 10, 30, 22, 15).getTime()
  expect(new Date(endOf('tomorrow', evening))).toEqual(new Date(2026, 11, 1, 9))
  expect(endOf('4h', evening) - evening).toBe(14_400_000)
  expect(endOf('1h', evening) - evening).toBe(3_600_000)
})
