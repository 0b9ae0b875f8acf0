import { expect, test } from 'vitest'
import { expectWholeAfter, makeOldLog } from '../../test-kit/killed-retention.ts'

test('a trim that is killed at any step leaves a log that verifies, and the next run ends it', async () => {
  const log = await makeOldLog()
  const steps = await expectWholeAfter(log, null)
  for (let killAt = 1; killAt <= steps!.length; killAt++) expect(await expectWholeAfter(log, killAt)).toBeNull()
}, 600_000)
