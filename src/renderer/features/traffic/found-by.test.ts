/** What the search of the traffic page takes. */
import { expect, test } from 'vitest'
import { wantedBy } from './found-by.ts'

test.each([
  [' 01990000-0000-7000-8000-00000000000A ', { kind: 'request', id: '01990000-0000-7000-8000-00000000000a' }],
  ['203.0.113.7', { kind: 'source', source: '203.0.113.7' }],
  ['2001:DB8::1', { kind: 'source', source: '2001:db8::1' }],
  ['/api', null],
  ['', null],
])('%j', (typed, wanted) => {
  expect(wantedBy(typed)).toEqual(wanted)
})
