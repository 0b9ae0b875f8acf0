import { expect, test } from 'vitest'
import { readUsersSearch, withoutUser, withQuery, withUser } from './users-search.ts'

const id = '0198c3b0-7d5c-7c3e-9d0e-3f1f0a5b6c7d'

test('the address says what is searched for and who is open; what cannot be read is left out', () => {
  expect(readUsersSearch({ q: 'bo', user: id, invite: true })).toEqual({ q: 'bo', user: id, invite: true })
  expect(readUsersSearch({ q: 7, user: 'bo', invite: 'yes' })).toEqual({})
})

test('opening, closing and searching leave the rest of the address as it is', () => {
  expect(withUser({ q: 'bo' }, id)).toEqual({ q: 'bo', user: id })
  expect(withoutUser({ q: 'bo', user: id })).toEqual({ q: 'bo' })
  expect(withQuery({ q: 'bo', user: id }, '')).toEqual({ user: id })
})
