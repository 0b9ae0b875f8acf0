/**
 * Sets of values for a kind of machine. Each names the same settings, so that one takes the place of another whole.
 * What is kept, and for how long, stands in none: a smaller value drops data for good, and an undo would not bring it back.
 */
import type { ProfileName } from '../../../shared/contract/settings.ts'
import type { SettingKey, SettingType } from './settings.registry.ts'

interface Profile {
  title: string
  description: string
  values: { [Key in SettingKey]?: SettingType<Key> }
}

export const profiles = {
  development: {
    title: 'Development',
    description: 'One’s own machine with nothing real behind it: long sessions, short locks, and slow queries told early.',
    values: {
      'access.mfa.required': 'everybody',
      'access.password.minLength': 12,
      'access.signIn.failuresBeforeLock': 10,
      'access.signIn.lockMinutes': 5,
      'access.session.idleLockMinutes': 120,
      'access.session.absoluteHours': 24,
      'vault.hideAfterSeconds': 60,
      'vault.clipboardSeconds': 60,
      'vault.staleAfterDays': 365,
      'vault.expiresSoonDays': 14,
      'vault.unusedAfterDays': 180,
      'metrics.everySeconds': 2,
      'metrics.slowQueryMs': 250,
      'alerts.updateMinutes': 15,
    },
  },
  staging: {
    title: 'Staging',
    description: 'As production, with more patience: what Gatehouse comes with, and slow queries told sooner.',
    values: {
      'access.mfa.required': 'everybody',
      'access.password.minLength': 12,
      'access.signIn.failuresBeforeLock': 5,
      'access.signIn.lockMinutes': 15,
      'access.session.idleLockMinutes': 30,
      'access.session.absoluteHours': 12,
      'vault.hideAfterSeconds': 30,
      'vault.clipboardSeconds': 30,
      'vault.staleAfterDays': 180,
      'vault.expiresSoonDays': 30,
      'vault.unusedAfterDays': 60,
      'metrics.everySeconds': 1,
      'metrics.slowQueryMs': 500,
      'alerts.updateMinutes': 5,
    },
  },
  production: {
    title: 'Production',
    description: 'Real keys and real people: short sessions, longer passwords and locks, and keys that want a look sooner.',
    values: {
      'access.mfa.required': 'everybody',
      'access.password.minLength': 14,
      'access.signIn.failuresBeforeLock': 5,
      'access.signIn.lockMinutes': 30,
      'access.session.idleLockMinutes': 15,
      'access.session.absoluteHours': 8,
      'vault.hideAfterSeconds': 15,
      'vault.clipboardSeconds': 20,
      'vault.staleAfterDays': 90,
      'vault.expiresSoonDays': 45,
      'vault.unusedAfterDays': 30,
      'metrics.everySeconds': 1,
      'metrics.slowQueryMs': 1_000,
      'alerts.updateMinutes': 3,
    },
  },
} as const satisfies Record<ProfileName, Profile>

export const profileOf = (name: ProfileName): Profile => profiles[name]
