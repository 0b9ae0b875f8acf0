/** kill -9 at every step of every move and of a rotation of the data key. */
import { expect, test } from 'vitest'
import { expectOldOrNew, makeInstallation } from '../../test-kit/killed-at-step.ts'
import type { Act } from '../../test-kit/killed-at-step.ts'

const password = 'quiet harbour lantern 42'
const acts: Act[] = [
  { kind: 'move', place: 'keychain', password: null },
  { kind: 'move', place: 'slots', password },
  { kind: 'rotate-data-key' },
]
const cases = (['keychain', 'slots'] as const).flatMap((from) => acts.map((act) => [from, act] as const))

test.each(cases)('from %s, %o: killed at any step leaves the old or the new, whole', async (from, act) => {
  const installation = await makeInstallation(from)
  const steps = (await expectOldOrNew(installation, act, null)) ?? []
  expect(steps.length).toBeGreaterThan(10)
  for (let killAt = 1; killAt <= steps.length; killAt++)
    expect(await expectOldOrNew(installation, act, killAt), steps[killAt - 1]).toBeNull()
})
