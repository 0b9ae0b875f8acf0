/** How guessing is slowed and then locked: the decisions, without clock or database. */

export interface AttemptRecord {
  /** Since the last lock or full sign-in. */
  failures: number
  /** Locks in a row: each lasts twice as long as the one before. */
  locks: number
  lastAtMs: number
  lockedUntilMs: number | null
}

export interface AttemptRules {
  failuresBeforeLock: number
  lockMs: number
}

export type Standing =
  | { kind: 'free'; failures: number }
  /** Asked too soon: refused without looking, and not counted. */
  | { kind: 'wait'; retryAfterMs: number }
  | { kind: 'locked'; untilMs: number }

const longestLockMs = 4 * 3_600_000
const longestWaitMs = 30_000
const forgottenAfterMs = 24 * 3_600_000

export const isForgotten = (record: AttemptRecord, nowMs: number): boolean =>
  nowMs - Math.max(record.lastAtMs, record.lockedUntilMs ?? 0) >= forgottenAfterMs

/** 1, 2, 4 … seconds from the second failure on. */
const waitAfter = (failures: number): number => (failures < 2 ? 0 : Math.min(1000 * 2 ** (failures - 2), longestWaitMs))

/** `underWay`: attempts on the same name that have not been decided yet; each counts as if it had failed. */
export const standingOf = (record: AttemptRecord | null, underWay: number, nowMs: number): Standing => {
  const known = record && !isForgotten(record, nowMs) ? record : null
  if (known?.lockedUntilMs && nowMs < known.lockedUntilMs) return { kind: 'locked', untilMs: known.lockedUntilMs }
  const failures = known?.failures ?? 0
  const wait = waitAfter(failures + underWay)
  // A clock set back must not make the wait longer than it was.
  const passed = underWay > 0 ? 0 : Math.max(0, nowMs - (known?.lastAtMs ?? 0))
  return passed < wait ? { kind: 'wait', retryAfterMs: wait - passed } : { kind: 'free', failures }
}

export const afterFailure = (record: AttemptRecord | null, nowMs: number, rules: AttemptRules): AttemptRecord => {
  const known = record && !isForgotten(record, nowMs) ? record : null
  const failures = (known?.failures ?? 0) + 1
  const locks = known?.locks ?? 0
  if (failures < rules.failuresBeforeLock) return { failures, locks, lastAtMs: nowMs, lockedUntilMs: null }
  return {
    failures: 0,
    locks: locks + 1,
    lastAtMs: nowMs,
    lockedUntilMs: nowMs + Math.min(rules.lockMs * 2 ** Math.min(locks, 10), longestLockMs),
  }
}

export const attemptsLeft = (record: AttemptRecord, rules: AttemptRules): number => Math.max(0, rules.failuresBeforeLock - record.failures)
