// The secret as text.
import { expect, test } from 'vitest'
import { groupByFour } from './authenticator-setup.tsx'

test('a secret is grouped by four, its end as it is', () => {
  expect(groupByFour('JBSWY3DPEHPK3PXP')).toBe('JBSW Y3DP EHPK 3PXP')
  expect(groupByFour('JBSWY')).toBe('JBSW Y')
  expect(groupByFour('')).toBe('')
})
