import { expect, test } from 'vitest'
import { lengthDraftOf, readLength } from './length-draft.ts'

test('a length is told in the largest unit that it is a whole number of', () => {
  expect(lengthDraftOf(90_000)).toEqual({ amount: '90', unit: 'seconds' })
  expect(lengthDraftOf(14_400_000)).toEqual({ amount: '4', unit: 'hours' })
  expect(lengthDraftOf(0)).toEqual({ amount: '0', unit: 'minutes' })
})

test('what was written is read in its unit, within its bounds', () => {
  expect(readLength({ amount: ' 1,5 ', unit: 'minutes' }, 0, 3_600_000)).toBe(90_000)
  expect(readLength({ amount: '61', unit: 'minutes' }, 0, 3_600_000)).toBeNull()
  expect(readLength({ amount: '', unit: 'minutes' }, 0, 3_600_000)).toBeNull()
  expect(readLength({ amount: 'soon', unit: 'minutes' }, 0, 3_600_000)).toBeNull()
})
