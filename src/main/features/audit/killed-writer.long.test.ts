import { expect, test } from 'vitest'
import { killWriterTimes } from '../../test-kit/kill-writer.ts'

test('a console killed a hundred times while it writes keeps every promise, and its log is whole', async () => {
  await killWriterTimes(100)
  expect.hasAssertions()
})
