import { expect, test } from 'vitest'
import { killForwarderTimes } from '../../test-kit/kill-forwarder.ts'

test('killed in the middle a hundred times, it loses nothing, keeps the order and repeats only whole batches', async () => {
  await expect(killForwarderTimes(100)).resolves.toBeUndefined()
})
