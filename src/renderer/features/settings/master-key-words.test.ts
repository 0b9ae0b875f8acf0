import { expect, test } from 'vitest'
import { moveSentence } from './master-key-words.ts'

test('a move says what becomes of the old key, and what key slots mean', () => {
  expect(moveSentence('keychain', 'slots')).toMatch(/removed from the keychain\. After each start the vault is then sealed/)
  expect(moveSentence('slots', 'slots')).not.toMatch(/After each start/)
  expect(moveSentence('slots', 'keychain')).toMatch(/^A new master key is made; the old key slots open nothing any more\./)
  expect(moveSentence('keychain', 'file')).toMatch(/^The key that was given at the start becomes the master key/)
})
