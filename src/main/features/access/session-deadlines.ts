/** When a session locks by itself and when it ends: the decisions, without clock or database. */

export interface SessionTimes {
  createdAtMs: number
  lastInputAtMs: number
  /** As promised when it was opened. */
  expiresAtMs: number
  lockedAtMs: number | null
}

export interface SessionRules {
  idleLockMs: number
  absoluteMs: number
}

/** A shorter limit set since holds for sessions already open; a longer one does not stretch them. */
export const expiryOf = (session: SessionTimes, rules: SessionRules): number =>
  Math.min(session.expiresAtMs, session.createdAtMs + rules.absoluteMs)

export const dueOf = (session: SessionTimes, rules: SessionRules, nowMs: number): 'expire' | 'lock' | null => {
  if (nowMs >= expiryOf(session, rules)) return 'expire'
  return session.lockedAtMs === null && nowMs >= session.lastInputAtMs + rules.idleLockMs ? 'lock' : null
}

export const nextDeadlineOf = (session: SessionTimes, rules: SessionRules): number => {
  const expiresAtMs = expiryOf(session, rules)
  return session.lockedAtMs === null ? Math.min(expiresAtMs, session.lastInputAtMs + rules.idleLockMs) : expiresAtMs
}
