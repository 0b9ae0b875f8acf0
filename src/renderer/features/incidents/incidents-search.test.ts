// The address of the incidents.
import { expect, test } from 'vitest'
import { readIncidentsSearch, stateOf, withIncident, withoutIncident, withState } from './incidents-search.ts'

const id = '019aa000-0000-7000-8000-000000000001'

test('what cannot be read in an address is left out, and open ones are listed', () => {
  expect(readIncidentsSearch({ show: 'closed', incident: id, other: 1 })).toEqual({ show: 'closed', incident: id })
  expect(readIncidentsSearch({ show: 'open', incident: 'seven' })).toEqual({})
  expect(stateOf({})).toBe('open')
})

test('the open incident stays when others are listed, and the list when it is closed', () => {
  expect(withState({ show: 'all', incident: id }, 'open')).toEqual({ incident: id })
  expect(withState({ incident: id }, 'closed')).toEqual({ show: 'closed', incident: id })
  expect(withoutIncident(withIncident({ show: 'all' }, id))).toEqual({ show: 'all' })
})
