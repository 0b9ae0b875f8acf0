/** kill -9 at random points five times; a hundred times in killed-writer.long.test.ts. */
import { expect, test } from 'vitest'
import { killWriterTimes } from '../../test-kit/kill-writer.ts'

test('a console killed while it writes, signs, indexes, seals and trims keeps every promise, and its log and index are whole', async () => {
  // The last run is long enough that all of it has happened, whatever chance did to the others.
  let runs = 0
  const { horizonSequence, sealedParts } = await killWriterTimes(5, () => (++runs === 5 ? 0.99 : Math.random()))
  expect(horizonSequence).toBeGreaterThan(0)
  expect(sealedParts).toBeGreaterThan(0)
}, 180_000)
