/** Which reminder of an expiry is due: 30, 7 and 1 days before, and when it is over. */
import { reminderDays } from '../../../shared/contract/vault.ts'
import type { KeyReminder } from '../../../shared/contract/vault.ts'
import { dayMs } from './vault-settings.ts'

export type ReminderDays = KeyReminder['daysBefore']

export interface ExpiringKey {
  expiresAtMs: number
  /** When its current version was stored. */
  storedAtMs: number
}

/** Nobody is reminded of a choice just made: a key that was stored with 30 days to go is told of at 7. */
const settledMs = 3_600_000

const momentOf = (key: ExpiringKey, days: ReminderDays): number => key.expiresAtMs - days * dayMs
const momentsOf = (key: ExpiringKey): { days: ReminderDays; atMs: number }[] =>
  reminderDays
    .map((days) => ({ days, atMs: momentOf(key, days) }))
    .filter(({ days, atMs }) => days === 0 || atMs > key.storedAtMs + settledMs)

/** The most urgent one whose moment has come; null: none. */
export const dueStage = (key: ExpiringKey, nowMs: number): ReminderDays | null =>
  momentsOf(key).findLast(({ atMs }) => atMs <= nowMs)?.days ?? null

/** When the next moment comes; null: none does. */
export const nextMoment = (key: ExpiringKey, nowMs: number): number | null => momentsOf(key).find(({ atMs }) => atMs > nowMs)?.atMs ?? null
