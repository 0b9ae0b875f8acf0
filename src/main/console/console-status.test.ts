/** What is not well is told with its consequence and the way to mend it. */
import { expect, test } from 'vitest'
import { masterKeyPlaces } from '../../shared/contract/console.ts'
import { masterKeySentence } from '../features/vault/master-key-place.ts'
import { statusOf } from './console-status.ts'

test('a well console has nothing to tell', () => {
  expect(statusOf({ kind: 'open' }, 'keychain', 'well').conditions).toEqual([])
})

test('a vault that cannot be opened tells the reason and offers to try again', () => {
  const [condition] = statusOf({ kind: 'unavailable', reason: 'The keychain is locked.' }, 'keychain', 'well').conditions
  expect(condition).toMatchObject({ severity: 'critical', mend: { action: 'retry-keychain' } })
  expect(condition?.text).toContain('The keychain is locked.')
})

test('a full disk is told', () => {
  expect(statusOf({ kind: 'open' }, 'slots', 'full').conditions.map((condition) => condition.id)).toEqual(['disk-full'])
})

test('each place of the master key has its sentence', () => {
  expect(new Set(masterKeyPlaces.map(masterKeySentence)).size).toBe(masterKeyPlaces.length)
})
