import { expect, test } from 'vitest'
import { killForwarderTimes } from '../../test-kit/kill-forwarder.ts'

test('killed in the middle three times, it loses nothing, keeps the order and repeats only whole batches', async () => {
  await expect(killForwarderTimes(3)).resolves.toBeUndefined()
}, 300_000)
