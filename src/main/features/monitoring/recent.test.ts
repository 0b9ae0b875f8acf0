import { expect, test } from 'vitest'
import { gaugeOf } from '../../test-kit/open-test-telemetry.ts'
import { createRecent } from './recent.ts'
import { meanOf } from '../../../shared/sample.ts'

test('a minute of the asked series is kept, and no more', () => {
  const recent = createRecent(['thing.size'])
  expect(recent.of('thing.size')).toBeNull()
  for (let second = 0; second <= 100; second++)
    recent.add(second * 1000, [gaugeOf(second), gaugeOf(1, 'other'), gaugeOf(9, 'thing.size', { a: 'b' })])
  expect(recent.of('thing.size')).toMatchObject({ weight: 60, min: 41, max: 100 })
  expect(meanOf(recent.of('thing.size')!)).toBe(70.5)
  expect(recent.of('other')).toBeNull()
})
