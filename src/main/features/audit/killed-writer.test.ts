import { expect, test } from 'vitest'
import { killWriterTimes } from '../../test-kit/kill-writer.ts'

test('a console killed while it writes keeps every promise, and its log is whole', async () => {
  await killWriterTimes(3)
  expect.hasAssertions()
}, 60_000)
