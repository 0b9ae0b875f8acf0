/** The long form of failing-keychain.test.ts: many more ways to fail. */
import { expect, test } from 'vitest'
import { surviveKeychainFailures } from '../../test-kit/keychain-failures.ts'

test('whatever the keychain does at whatever call of whatever move, the vault opens after the next start', async () => {
  await expect(surviveKeychainFailures(300, 11)).resolves.toBeUndefined()
})
