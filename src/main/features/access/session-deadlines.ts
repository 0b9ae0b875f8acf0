/** When a session locks by itself and when it ends: the decisions, without clock or database. */
import type { Role } from '../../../shared/permissions.ts'
import { mfaIsRequired } from './mfa-policy.ts'
import type { MfaRule } from './mfa-policy.ts'

export interface SessionTimes {
  createdAtMs: number
  lastInputAtMs: number
  /** As promised when it was opened. */
  expiresAtMs: number
  lockedAtMs: number | null
}

export interface SessionOwner {
  userRole: Role
  userOpensVault: 0 | 1
  /** 0: the session was opened by the password alone. */
  userHasMfa: 0 | 1
}

export interface SessionRules {
  idleLockMs: number
  absoluteMs: number
  mfaRule: MfaRule
}

export type Due = 'expire' | 'enrol' | 'lock'

/** A shorter limit set since holds for sessions already open; a longer one does not stretch them. */
export const expiryOf = (session: SessionTimes, rules: Pick<SessionRules, 'absoluteMs'>): number =>
  Math.min(session.expiresAtMs, session.createdAtMs + rules.absoluteMs)

/** `enrol`: it ends, since its user must have a second factor by now. */
export const dueOf = (session: SessionTimes & SessionOwner, rules: SessionRules, nowMs: number): Due | null => {
  if (nowMs >= expiryOf(session, rules)) return 'expire'
  const owner = { role: session.userRole, opensVault: session.userOpensVault }
  if (session.userHasMfa === 0 && mfaIsRequired(rules.mfaRule, owner)) return 'enrol'
  return session.lockedAtMs === null && nowMs >= session.lastInputAtMs + rules.idleLockMs ? 'lock' : null
}

export const nextDeadlineOf = (session: SessionTimes, rules: SessionRules): number => {
  const expiresAtMs = expiryOf(session, rules)
  return session.lockedAtMs === null ? Math.min(expiresAtMs, session.lastInputAtMs + rules.idleLockMs) : expiresAtMs
}
