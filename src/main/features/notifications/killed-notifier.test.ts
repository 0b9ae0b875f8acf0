import { expect, test } from 'vitest'
import { killNotifierTimes } from '../../test-kit/kill-notifier.ts'

test('killed in the middle three times, it tells of every alert, and repeats only what was on its way', async () => {
  await expect(killNotifierTimes(3)).resolves.toBeUndefined()
}, 120_000)
