/** kill -9 at every step of a key's rotation, with an overlap and without. */
import { expect, test } from 'vitest'
import { expectOldOrNewVersion, makeInstallationWithKey } from '../../test-kit/killed-rotation.ts'

test.each([0, 3_600_000])(
  'killed at any step of a rotation with an overlap of %d ms, a key has its old version or its new one',
  async (overlapMs) => {
    const installation = await makeInstallationWithKey()
    const steps = (await expectOldOrNewVersion(installation, overlapMs, null)) ?? []
    expect(steps.length).toBeGreaterThan(10)
    for (let killAt = 1; killAt <= steps.length; killAt++)
      expect(await expectOldOrNewVersion(installation, overlapMs, killAt), steps[killAt - 1]).toBeNull()
  },
)
