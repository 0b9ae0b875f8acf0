import { expect, test } from 'vitest'
import { dateText, expiresAt, expiryFrom, expiryProblem, noExpiry } from './expiry.ts'

const nowMs = new Date('2026-11-19T12:00:00').getTime()

test('an expiry is none, some days away, or the end of a local day', () => {
  expect(expiresAt(noExpiry, nowMs)).toBeNull()
  expect(expiresAt({ choice: '30', date: '' }, nowMs)).toBe(nowMs + 30 * 86_400_000)
  expect(expiresAt({ choice: 'date', date: '2026-11-19' }, nowMs)).toBe(new Date('2026-11-19T23:59:59').getTime())
})

test('a stored expiry comes back as its day and keeps its exact time', () => {
  const storedMs = new Date('2027-05-09T08:30:00').getTime()
  const expiry = expiryFrom(storedMs)
  expect(expiry).toEqual({ choice: 'date', date: '2027-05-09' })
  expect(expiresAt(expiry, nowMs, storedMs)).toBe(storedMs)
  expect(expiryFrom(null)).toEqual(noExpiry)
  expect(dateText(storedMs)).toBe('2027-05-09')
})

test('a day that is over, or no day, is refused with the reason; one that was over already may stay', () => {
  expect(expiryProblem({ choice: 'date', date: '2026-11-18' }, nowMs)).toBe('18 Nov 2026 is over already. Choose a later day.')
  expect(expiryProblem({ choice: 'date', date: '' }, nowMs)).toBe('Enter a date.')
  expect(expiryProblem({ choice: 'date', date: '2026-11-19' }, nowMs)).toBeNull()
  expect(expiryProblem(noExpiry, nowMs)).toBeNull()
  const pastMs = new Date('2026-11-18T10:00:00').getTime()
  expect(expiryProblem(expiryFrom(pastMs), nowMs, pastMs)).toBeNull()
})
