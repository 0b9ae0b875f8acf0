/** Reminds of keys that expire: once each at 30, 7 and 1 days and when it is over, in the log and, until somebody dismisses it, in the bell. */
import type { Clock } from '../../../ports/clock.ts'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { KeyReminder } from '../../../shared/contract/vault.ts'
import type { By, Database } from '../../database/database.ts'
import { keyById } from './api-key.store.ts'
import { dueStage, nextMoment } from './expiry-stage.ts'
import type { ReminderDays } from './expiry-stage.ts'
import { keyTarget, noSuchKey } from './key-record.ts'
import { dismissReminders, firstExpiryAfter, isUntold, keepReminder, keysExpiringBy, openReminders } from './key-reminder.store.ts'
import type { KeyWithExpiry } from './key-reminder.store.ts'
import { shownLabel } from './shown-label.ts'
import { bySystem, NotDueAnyMore, unlessOvertaken } from './unless-overtaken.ts'
import { dayMs } from './vault-settings.ts'
import type { ReminderSettings } from './vault-settings.ts'

export interface KeyRemindersOptions {
  database: Database
  clock: Clock
  settings: ReminderSettings
}

const severities: Record<ReminderDays, Severity> = { 30: 'low', 7: 'medium', 1: 'high', 0: 'high' }
const words: Record<ReminderDays, string> = {
  30: 'expires within 30 days',
  7: 'expires within 7 days',
  1: 'expires within a day',
  0: 'has expired',
}
/** Before the first moment of any reminder. */
const horizonMs = 31 * dayMs

export const createKeyReminders = ({ database, clock, settings }: KeyRemindersOptions) => {
  const tell = (key: KeyWithExpiry, days: ReminderDays, nowMs: number): Promise<void> =>
    unlessOvertaken(
      database.change(
        bySystem,
        {
          action: days === 0 ? 'key.expired' : 'key.expires-soon',
          severity: severities[days],
          message: `The key “${shownLabel(key.label)}” ${words[days]}`,
          target: keyTarget(key),
          detail: { daysBefore: days, expiresAtMs: key.expiresAtMs },
        },
        (tx) => {
          if (!isUntold(tx, key.id, key.expiresAtMs, days)) throw new NotDueAnyMore()
          keepReminder(tx, key.id, key.expiresAtMs, days, nowMs)
        },
      ),
    )

  const isOn = () => settings.get('vault.remindOfExpiry')

  return {
    /** Tells what is due, of each key the most urgent alone: also after a night, a restart, or a clock that jumped. */
    tellDue: async (nowMs: number): Promise<void> => {
      if (!isOn()) return
      for (const key of database.read((db) => keysExpiringBy(db, nowMs + horizonMs))) {
        const days = dueStage(key, nowMs)
        if (days !== null && (key.told === null || days < key.told)) await tell(key, days, nowMs)
      }
    },

    /** When the next one is due; null: none is. */
    nextAtMs: (nowMs: number): number | null => {
      if (!isOn()) return null
      const near = database.read((db) => keysExpiringBy(db, nowMs + horizonMs)).map((key) => nextMoment(key, nowMs))
      const far = database.read((db) => firstExpiryAfter(db, nowMs + horizonMs))
      const moments = [...near, far && far - horizonMs].filter((atMs) => atMs !== null)
      return moments.length === 0 ? null : Math.min(...moments)
    },

    list: (): KeyReminder[] => (isOn() ? database.read(openReminders) : []),

    /** The same again where it is dismissed already. Throws NOT_FOUND. */
    dismiss: async (
      by: By,
      { keyId, expiresAtMs, daysBefore }: Pick<KeyReminder, 'keyId' | 'expiresAtMs' | 'daysBefore'>,
    ): Promise<void> => {
      const key = database.read((db) => keyById(db, keyId))
      if (!key) throw noSuchKey()
      await unlessOvertaken(
        database.change(
          by,
          {
            action: 'key.reminder-dismissed',
            message: `The reminder that the key “${shownLabel(key.label)}” ${words[daysBefore]} was dismissed`,
            target: keyTarget(key),
            detail: { daysBefore, expiresAtMs },
          },
          (tx) => {
            if (!dismissReminders(tx, keyId, expiresAtMs, daysBefore, clock.now())) throw new NotDueAnyMore()
          },
        ),
      )
    },
  }
}
export type KeyReminders = ReturnType<typeof createKeyReminders>
