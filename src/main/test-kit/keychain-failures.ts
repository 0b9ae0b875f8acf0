/** A keychain that fails at any call of any move of the master key, and the property that has to hold all the same. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { createTestConsole } from './create-test-console.ts'
import { createSteppedKeychain } from './stepped-keychain.ts'
import type { Fate } from './stepped-keychain.ts'
import { ownerOf } from './vault-owner.ts'

/** A console whose keychain follows `fates`, call by call, and is well when they are used up. */
export const startWithFates = async () => {
  const entries = new Map<string, string>()
  const fates: Fate[] = []
  const calls: string[] = []
  const keychain = createSteppedKeychain(entries, (call, when) => {
    if (when === 'after') return 'well'
    calls.push(call)
    return fates.shift() ?? 'well'
  })
  const console = await createTestConsole({ keychain })
  return { ...ownerOf(console, await console.firstRun()), entries, fates, calls }
}

/** Each move is made or not made, and the vault opens after every start; at the end nothing is left over. */
export const surviveKeychainFailures = async (numRuns: number, seed = 5): Promise<void> => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          place: fc.constantFrom('keychain' as const, 'slots' as const),
          fates: fc.array(fc.constantFrom<Fate>('well', 'well', 'before', 'after', 'lies'), { maxLength: 10 }),
          restart: fc.boolean(),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      async (moves) => {
        const owner = await startWithFates()
        try {
          for (const { place, fates, restart } of moves) {
            const before = await owner.mara.client.masterKey.get()
            owner.fates.push(...fates)
            const moved = await owner.move(place).then(
              () => true,
              () => false,
            )
            owner.fates.length = 0
            const after = await owner.mara.client.masterKey.get()
            expect(after.id !== before.id).toBe(moved)
            expect(after.place).toBe(moved ? place : before.place)
            if (restart) await owner.reopen()
          }
          await owner.reopen()
          const { place } = await owner.mara.client.masterKey.get()
          expect(owner.entries.size).toBe(place === 'keychain' ? 1 : 0)
        } finally {
          await owner.console.end()
        }
      },
    ),
    { numRuns, seed },
  )
}
