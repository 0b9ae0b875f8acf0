import { expect, test } from 'vitest'
import { killTakerTimes } from '../../test-kit/kill-taker.ts'

test('killed between commit and acknowledgement, a console counts no request twice and none not at all', async () => {
  await killTakerTimes(4)
  expect.hasAssertions()
})
