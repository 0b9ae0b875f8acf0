import { expect, test } from 'vitest'
import { killWriterTimes } from '../../test-kit/kill-writer.ts'

test('a console killed a hundred times while it writes, signs, indexes, seals and trims keeps every promise', async () => {
  const { horizonSequence, sealedParts } = await killWriterTimes(100)
  expect(horizonSequence).toBeGreaterThan(0)
  expect(sealedParts).toBeGreaterThan(0)
})
