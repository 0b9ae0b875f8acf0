/** The settings that access reads, each time anew, so that a change has effect at once. */
import type { AttemptRules } from './attempt-policy.ts'
import type { SessionRules } from './session-deadlines.ts'

export interface AccessSettings {
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

const minuteMs = 60_000

export const attemptRulesOf = (settings: AccessSettings): AttemptRules => ({
  failuresBeforeLock: settings.get('access.signIn.failuresBeforeLock'),
  lockMs: settings.get('access.signIn.lockMinutes') * minuteMs,
})

export const invitationMsOf = (settings: AccessSettings): number => settings.get('access.invitation.hours') * 60 * minuteMs

export const sessionRulesOf = (settings: AccessSettings): SessionRules => ({
  idleLockMs: settings.get('access.session.idleLockMinutes') * minuteMs,
  absoluteMs: settings.get('access.session.absoluteHours') * 60 * minuteMs,
})
