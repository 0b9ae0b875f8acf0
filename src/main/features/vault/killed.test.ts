/** kill -9 at the steps of a move and of a rotation that decide; every step is in killed.long.test.ts. */
import { describe, expect, test } from 'vitest'
import { expectOldOrNew, makeInstallation } from '../../test-kit/killed-at-step.ts'
import type { Act } from '../../test-kit/killed-at-step.ts'

const password = 'quiet harbour lantern 42'
const acts: [string, 'keychain' | 'slots', Act, string[]][] = [
  [
    'a new master key in the keychain',
    'keychain',
    { kind: 'move', place: 'keychain', password: null },
    ['after keychain write', 'before COMMIT', 'after COMMIT', 'after keychain remove'],
  ],
  ['a move to key slots', 'keychain', { kind: 'move', place: 'slots', password }, ['after INSERT INTO key_slot', 'after COMMIT']],
  ['a move to the keychain', 'slots', { kind: 'move', place: 'keychain', password: null }, ['after DELETE FROM key_slot']],
  ['a new data key', 'keychain', { kind: 'rotate-data-key' }, ['after UPDATE api_key_version SET', 'after COMMIT']],
]

describe.each(acts)('%s', (_name, from, act, names) => {
  test('killed in the middle leaves the old or the new, whole', async () => {
    const installation = await makeInstallation(from)
    const steps = await expectOldOrNew(installation, act, null)
    for (const name of names) {
      // The last of its name: notes commit too.
      const killAt = (steps ?? []).lastIndexOf(name) + 1
      expect(killAt, `${name} in ${steps?.join(', ')}`).toBeGreaterThan(0)
      expect(await expectOldOrNew(installation, act, killAt)).toBeNull()
    }
  }, 300_000)
})
