/** kill -9 at random points a few times; a hundred times in killed-writer.long.test.ts. */
import { expect, test } from 'vitest'
import { killWriterTimes } from '../../test-kit/kill-writer.ts'

test('a console killed while it writes, signs, indexes, seals and trims keeps every promise, and its log and index are whole', async () => {
  const { horizonSequence, sealedParts } = await killWriterTimes(3)
  expect(horizonSequence).toBeGreaterThan(0)
  expect(sealedParts).toBeGreaterThan(0)
}, 300_000)
