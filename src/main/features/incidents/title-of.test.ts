import { expect, test } from 'vitest'
import { anEntry } from '../../test-kit/an-entry.ts'
import { groupOf, manyKeyOf } from './entry-group.ts'
import { severalSources, titleOf } from './title-of.ts'

const titled = (entry: Parameters<typeof anEntry>[0]) => {
  const made = anEntry(entry)
  return titleOf(made, groupOf(made)!)
}
const refusedSignIn = {
  action: 'sign-in.refused',
  severity: 'low',
  outcome: 'refused',
  source: '10.0.0.7',
  target: { kind: 'user', id: null, name: 'mara' },
} as const

test('an incident is called by what happened, to whom, and from where', () => {
  expect(titled(refusedSignIn)).toBe('Refused sign-ins for mara from 10.0.0.7')
  expect(titled({ ...refusedSignIn, source: 'desktop window' })).toBe('Refused sign-ins for mara in the desktop window')
  expect(titled({ action: 'log.foreign-write', severity: 'critical', source: 'console' })).toBe('Another program wrote to the log')
  expect(titled({ action: 'request.blocked', severity: 'medium', outcome: 'refused', threatClass: 'sqli', source: '2001:db8::1' })).toBe(
    'Requests of the class sqli from 2001:db8:0:0::/64',
  )
})

test('an incident of many names or addresses says so', () => {
  const entry = anEntry(refusedSignIn)
  expect(titleOf(entry, { what: 'sign-in', key: manyKeyOf('sign-in'), source: severalSources })).toBe(
    'Refused sign-ins for many names from several addresses',
  )
})

test('an action without words of its own is called by the first clause of its entry, cut where it is long', () => {
  expect(titled({ action: 'disk.failed', severity: 'high', message: 'The disk failed: sector 7' })).toBe('The disk failed')
  expect(titled({ action: 'disk.failed', severity: 'high', message: 'x'.repeat(500) })).toHaveLength(120)
})
