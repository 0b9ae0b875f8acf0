// The line on the vault at the foot of the rail.
import { expect, test } from 'vitest'
import { vaultLine } from './vault-line.ts'

test('an open vault tells where its key lies, any other that it is not open', () => {
  expect(vaultLine({ vault: { kind: 'open' }, masterKeyPlace: 'keychain', conditions: [] })).toBe('Vault open, key in keychain')
  expect(vaultLine({ vault: { kind: 'sealed' }, masterKeyPlace: 'slots', conditions: [] })).toBe('Vault sealed')
  expect(vaultLine({ vault: { kind: 'unavailable', reason: 'locked' }, masterKeyPlace: 'keychain', conditions: [] })).toBe(
    'Vault unavailable',
  )
})
