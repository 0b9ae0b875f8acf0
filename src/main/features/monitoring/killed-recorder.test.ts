import { expect, test } from 'vitest'
import { killRecorderTimes } from '../../test-kit/kill-recorder.ts'

test('killed while it writes, a recorder loses nothing that was told as written, and doubles nothing', async () => {
  await killRecorderTimes(4)
  expect.hasAssertions()
})
