import { expect, test } from 'vitest'
import { dueOf, expiryOf, nextDeadlineOf } from './session-deadlines.ts'

const rules = { idleLockMs: 30, absoluteMs: 1000, mfaRule: 'everybody' as const }
const fresh = {
  createdAtMs: 0,
  lastInputAtMs: 0,
  expiresAtMs: 1000,
  lockedAtMs: null,
  userRole: 'viewer' as const,
  userOpensVault: 0 as const,
  userHasMfa: 1 as const,
}

test('a session locks after thirty idle units and ends after a thousand, locked or not', () => {
  expect(dueOf(fresh, rules, 29)).toBeNull()
  expect(dueOf(fresh, rules, 30)).toBe('lock')
  expect(dueOf({ ...fresh, lastInputAtMs: 990 }, rules, 999)).toBeNull()
  expect(dueOf({ ...fresh, lastInputAtMs: 990 }, rules, 1000)).toBe('expire')
  expect(dueOf({ ...fresh, lockedAtMs: 30 }, rules, 999)).toBeNull()
  expect(dueOf({ ...fresh, lockedAtMs: 30 }, rules, 1000)).toBe('expire')
})

test('a shorter limit holds for open sessions, a longer one does not stretch them', () => {
  expect(expiryOf(fresh, { ...rules, absoluteMs: 500 })).toBe(500)
  expect(expiryOf(fresh, { ...rules, absoluteMs: 5000 })).toBe(1000)
})

test('the next deadline is the nearer of the two', () => {
  expect(nextDeadlineOf(fresh, rules)).toBe(30)
  expect(nextDeadlineOf({ ...fresh, lastInputAtMs: 990 }, rules)).toBe(1000)
  expect(nextDeadlineOf({ ...fresh, lockedAtMs: 30 }, rules)).toBe(1000)
})
