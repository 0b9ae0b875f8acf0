import { expect, test } from 'vitest'
import { killRecorderTimes } from '../../test-kit/kill-recorder.ts'

test('killed a hundred times while it writes, a recorder loses and doubles nothing', async () => {
  await killRecorderTimes(100)
  expect.hasAssertions()
})
