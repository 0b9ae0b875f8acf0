import { expect, test } from 'vitest'
import { expectOldOrRestored, makeBackedUp } from '../../test-kit/killed-restore.ts'

/** Rows are written alike: of those steps a few stand for all. Renames and commits are all tried. */
const chosenSteps = (names: readonly string[]): number[] => {
  const deciding = names.flatMap((name, index) => (/(?:renameSync|COMMIT)/.test(name) ? [index + 1] : []))
  const spread = Array.from({ length: 10 }, (_, index) => Math.ceil(((index + 1) * names.length) / 11))
  return [...new Set([...deciding, ...spread])].toSorted((a, b) => a - b)
}

test.each([
  ['over a console that is set up', false],
  ['onto a new machine', true],
])(
  'killed at any step of a restore %s, the next start finds the old or the new',
  async (_, fresh) => {
    const from = await makeBackedUp()
    const names = await expectOldOrRestored(from, fresh, null)
    for (const killAt of chosenSteps(names!)) expect(await expectOldOrRestored(from, fresh, killAt)).toBeNull()
  },
  1_800_000,
)
