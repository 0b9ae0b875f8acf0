/** The settings that access reads, each time anew, so that a change has effect at once. */
import type { AttemptRules } from './attempt-policy.ts'
import type { MfaRule } from './mfa-policy.ts'
import type { SessionRules } from './session-deadlines.ts'

interface Figures {
  get(
    key:
      | 'access.password.minLength'
      | 'access.signIn.failuresBeforeLock'
      | 'access.signIn.lockMinutes'
      | 'access.session.idleLockMinutes'
      | 'access.session.absoluteHours'
      | 'access.invitation.hours',
  ): number
}

interface Rules {
  get(key: 'access.mfa.required'): string
}

export type AccessSettings = Figures & Rules

const minuteMs = 60_000

export const attemptRulesOf = (settings: AccessSettings): AttemptRules => ({
  failuresBeforeLock: settings.get('access.signIn.failuresBeforeLock'),
  lockMs: settings.get('access.signIn.lockMinutes') * minuteMs,
})

export const invitationMsOf = (settings: AccessSettings): number => settings.get('access.invitation.hours') * 60 * minuteMs

/** What is not known asks the most. */
export const mfaRuleOf = (settings: AccessSettings): MfaRule =>
  settings.get('access.mfa.required') === 'all-but-viewers' ? 'all-but-viewers' : 'everybody'

export const sessionRulesOf = (settings: AccessSettings): SessionRules => ({
  idleLockMs: settings.get('access.session.idleLockMinutes') * minuteMs,
  absoluteMs: settings.get('access.session.absoluteHours') * 60 * minuteMs,
  mfaRule: mfaRuleOf(settings),
})
