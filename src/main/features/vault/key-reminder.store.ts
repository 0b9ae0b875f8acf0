/** Reminders of expiries: which were given, and which the bell still shows. */
import type { KeyReminder } from '../../../shared/contract/vault.ts'
import type { Readable, Writable } from '../../database/database.ts'
import type { ExpiringKey, ReminderDays } from './expiry-stage.ts'

export interface KeyWithExpiry extends ExpiringKey {
  id: string
  label: string
  /** The most urgent reminder of this expiry that was given. */
  told: ReminderDays | null
}

const living = 'api_key.deleted_at_ms IS NULL AND api_key.revoked_at_ms IS NULL'

/** Keys in use that expire by then or have expired. */
export const keysExpiringBy = (db: Readable, atMs: number): KeyWithExpiry[] =>
  db.all<KeyWithExpiry>(
    `SELECT api_key.id, api_key.label, api_key.expires_at_ms AS expiresAtMs, present.stored_at_ms AS storedAtMs,
     (SELECT min(days_before) FROM api_key_reminder WHERE key_id = api_key.id AND expires_at_ms = api_key.expires_at_ms) AS told
     FROM api_key JOIN api_key_version present ON present.key_id = api_key.id AND present.number = api_key.current_number
     WHERE ${living} AND api_key.expires_at_ms <= @atMs`,
    { atMs },
  )

/** When the first of all keys that expire later does; null: none does. */
export const firstExpiryAfter = (db: Readable, atMs: number): number | null =>
  db.get<{ atMs: number | null }>(`SELECT min(expires_at_ms) AS atMs FROM api_key WHERE ${living} AND expires_at_ms > @atMs`, { atMs })!
    .atMs

/** Whether the key is still in use with this expiry, and nothing as urgent was told of it. */
export const isUntold = (db: Readable, id: string, expiresAtMs: number, daysBefore: number): boolean =>
  db.get(
    `SELECT 1 FROM api_key WHERE id = @id AND expires_at_ms = @expiresAtMs AND ${living} AND NOT EXISTS (SELECT 1 FROM api_key_reminder
     WHERE key_id = @id AND expires_at_ms = @expiresAtMs AND days_before <= @daysBefore)`,
    { id, expiresAtMs, daysBefore },
  ) !== undefined

/** Those of another expiry are of no use any more. */
export const keepReminder = (tx: Writable, id: string, expiresAtMs: number, daysBefore: number, toldAtMs: number): void => {
  tx.run('DELETE FROM api_key_reminder WHERE key_id = @id AND expires_at_ms <> @expiresAtMs', { id, expiresAtMs })
  tx.run(
    'INSERT INTO api_key_reminder (key_id, expires_at_ms, days_before, told_at_ms) VALUES (@id, @expiresAtMs, @daysBefore, @toldAtMs)',
    { id, expiresAtMs, daysBefore, toldAtMs },
  )
}

/** Of each key the most urgent reminder of its present expiry, unless somebody dismissed it; what expires first first. */
export const openReminders = (db: Readable): KeyReminder[] =>
  db.all<KeyReminder>(
    `SELECT api_key.id AS keyId, api_key.label, told.days_before AS daysBefore, told.expires_at_ms AS expiresAtMs, told.told_at_ms AS toldAtMs
     FROM api_key JOIN api_key_reminder told ON told.key_id = api_key.id AND told.expires_at_ms = api_key.expires_at_ms
     WHERE ${living} AND told.dismissed_at_ms IS NULL AND told.days_before =
       (SELECT min(days_before) FROM api_key_reminder WHERE key_id = api_key.id AND expires_at_ms = api_key.expires_at_ms)
     ORDER BY told.expires_at_ms, api_key.id`,
  )

/** This reminder and the milder ones before it; whether there was one to dismiss. */
export const dismissReminders = (tx: Writable, id: string, expiresAtMs: number, daysBefore: number, atMs: number): boolean =>
  tx.run(
    `UPDATE api_key_reminder SET dismissed_at_ms = @atMs
     WHERE key_id = @id AND expires_at_ms = @expiresAtMs AND days_before >= @daysBefore AND dismissed_at_ms IS NULL`,
    { id, expiresAtMs, daysBefore, atMs },
  ).changes > 0
