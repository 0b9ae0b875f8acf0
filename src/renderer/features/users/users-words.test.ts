import { expect, test } from 'vitest'
import type { ManagedUser } from '../../../shared/contract/users.ts'
import { countSentence, matchesUser, mfaWord, noMfaSentence, roleChange, stateWord, vaultSentence, vaultWord } from './users-words.ts'

const bo: ManagedUser = {
  id: '0198c3b0-7d5c-7c3e-9d0e-3f1f0a5b6c7d',
  name: 'Bo Larsen',
  role: 'operator',
  disabled: false,
  mfaEnrolledAtMs: 1,
  mfaRequired: true,
  backupCodesLeft: 10,
  lastSeenAtMs: null,
  sessions: 0,
  opensVault: false,
  keySlot: 'none',
  createdAtMs: 1,
  passwordChangedAtMs: 1,
  passwordResetPending: false,
  tampered: false,
  version: 1,
}

test('the gravest that stands in the way is told first', () => {
  expect(stateWord(bo)).toBe(null)
  expect(stateWord({ ...bo, passwordResetPending: true })).toBe('No password')
  expect(stateWord({ ...bo, passwordResetPending: true, disabled: true })).toBe('Disabled')
  expect(stateWord({ ...bo, tampered: true, disabled: true })).toBe('Changed from outside')
})

test('another role gains and loses what the table says', () => {
  expect(roleChange('operator', 'operator')).toEqual({ gained: [], lost: [] })
  expect(roleChange('operator', 'admin')).toMatchObject({ lost: [] })
  expect(roleChange('operator', 'admin').gained).toContain('users:manage')
  expect(roleChange('admin', 'viewer').lost).toContain('vault:reveal')
  expect(roleChange('admin', 'viewer').gained).toEqual([])
})

test('who may open the vault is told apart from who has a key slot already', () => {
  expect(vaultWord(bo)).toBe('No')
  expect(vaultWord({ opensVault: true, keySlot: 'next-sign-in' })).toBe('After sign-in')
  expect(vaultWord({ opensVault: true, keySlot: 'held' })).toBe('Yes')
  expect(vaultSentence({ opensVault: true, keySlot: 'not-needed' })).toContain('nobody needs a key slot')
})

test('who has no authenticator is told apart from who need not have one', () => {
  expect(mfaWord(bo)).toBe('Enrolled')
  expect(mfaWord({ ...bo, mfaEnrolledAtMs: null })).toBe('At next sign-in')
  expect(mfaWord({ mfaEnrolledAtMs: null, mfaRequired: false })).toBe('Not required')
  expect(noMfaSentence({ mfaRequired: false })).toBe('No authenticator (not required)')
  expect(noMfaSentence({ mfaRequired: true })).toContain('enrols at the next sign-in')
})

test('a user is found by parts of the name, by role and by state', () => {
  for (const typed of ['', 'lars', 'BO', 'operator larsen']) expect(matchesUser(bo, typed)).toBe(true)
  expect(matchesUser(bo, 'admin')).toBe(false)
  expect(matchesUser({ ...bo, disabled: true }, 'disabled')).toBe(true)
})

test('users are counted, and how many of them are kept out', () => {
  expect(countSentence([bo])).toBe('1 user')
  expect(countSentence([bo, { ...bo, disabled: true }])).toBe('2 users, 1 disabled')
})
