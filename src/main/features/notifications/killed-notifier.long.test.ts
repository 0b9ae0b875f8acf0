import { expect, test } from 'vitest'
import { killNotifierTimes } from '../../test-kit/kill-notifier.ts'

test('killed in the middle fifty times, it tells of every alert, and repeats only what was on its way', async () => {
  await expect(killNotifierTimes(50)).resolves.toBeUndefined()
})
