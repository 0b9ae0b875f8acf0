// Incidents in words.
import { expect, test } from 'vitest'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import type { Incident } from '../../../shared/contract/incidents.ts'
import { countSentence, goneSentence, logSearchOf, openSentence } from './incident-words.ts'

test('counts are told once where each entry is one event', () => {
  expect(countSentence({ entries: 1, events: 1 })).toBe('1 event')
  expect(countSentence({ entries: 3, events: 1200 })).toBe('1,200 events in 3 entries')
  expect([openSentence(0), openSentence(1), openSentence(12)]).toEqual(['No open incidents', '1 open incident', '12 open incidents'])
})

test('entries that are gone are said to be, and nothing is said where all are there', () => {
  expect(goneSentence({ entries: 500 }, 20)).toBeNull()
  expect(goneSentence({ entries: 3 }, 3)).toBeNull()
  expect(goneSentence({ entries: 3 }, 2)).toMatch(/^One of its newest entries is gone/)
  expect(goneSentence({ entries: 500 }, 5)).toMatch(/^15 of its newest entries are gone/)
  expect(goneSentence({ entries: 500 }, 0)).toMatch(/^Its entries are gone/)
})

const incident = { threatClass: null, action: 'sign-in.refused', entries: 2, firstAtMs: 1000, lastAtMs: 5000 } as Incident
const entry = (action: string, source: string) => ({ action, source }) as AuditEntry

test('the log is narrowed to the kind, the time, and the sources where all of them are known', () => {
  const entries = [entry('sign-in.refused', '10.0.0.7'), entry('sign-in.locked-out', '10.0.0.7')]
  expect(logSearchOf(incident, entries)).toEqual({
    action: ['sign-in.refused', 'sign-in.locked-out'],
    source: ['10.0.0.7'],
    from: 1000,
    to: 5001,
  })
  expect(logSearchOf({ ...incident, entries: 90 }, entries)).not.toHaveProperty('source')
  expect(logSearchOf({ ...incident, threatClass: 'sqli' }, entries)).toMatchObject({ class: ['sqli'] })
})
