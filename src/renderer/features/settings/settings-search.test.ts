import { expect, test } from 'vitest'
import { dialogOf, readSettingsSearch } from './settings-search.ts'

const id = '0199a000-0000-7000-8000-000000000001'

test('an address is read, and what it cannot mean is left out', () => {
  const search = { text: 'idle', show: 'changed', setting: 'access.session.idleLockMinutes', dialog: `undo-${id}` }
  expect(readSettingsSearch(search)).toEqual(search)
  expect(readSettingsSearch({ text: '', show: 'all', setting: '<b>', dialog: 'profile-none', more: 1 })).toEqual({})
})

test('the open dialog is told from the address', () => {
  expect(dialogOf({ dialog: 'import' })).toEqual({ kind: 'import' })
  expect(dialogOf({ dialog: 'profile-staging' })).toEqual({ kind: 'profile', profile: 'staging' })
  expect(dialogOf({ dialog: `undo-${id}` })).toEqual({ kind: 'undo', id })
  expect(dialogOf({})).toBeNull()
})
