/** kill -9 at the steps of a key's rotation that decide; every step is in killed-rotation.long.test.ts. */
import { expect, test } from 'vitest'
import { expectOldOrNewVersion, makeInstallationWithKey } from '../../test-kit/killed-rotation.ts'

test('killed in the middle of a rotation, a key has its old version or its new one, whole', { timeout: 300_000 }, async () => {
  const installation = await makeInstallationWithKey()
  const steps = (await expectOldOrNewVersion(installation, 0, null)) ?? []
  for (const name of ['after INSERT INTO api_key_version', 'before COMMIT', 'after COMMIT']) {
    const killAt = steps.lastIndexOf(name) + 1
    expect(killAt, `${name} in ${steps.join(', ')}`).toBeGreaterThan(0)
    expect(await expectOldOrNewVersion(installation, 0, killAt)).toBeNull()
  }
})
