/** What is said of a key: its age, its expiry, its state, and why it wants a look. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { KeyVersion, VaultKey } from '../../../shared/contract/vault.ts'
import { formatCounted, formatDay, formatDuration, formatRoughDuration } from '../../ui/format.ts'

export type KeyFlag = VaultKey['flags'][number]

export const flagNames: Record<KeyFlag, string> = {
  expired: 'Expired',
  'expires-soon': 'Expires soon',
  stale: 'Stale',
  unused: 'Unused',
}
export const flagSeverities: Record<KeyFlag, Severity> = { expired: 'high', 'expires-soon': 'medium', stale: 'low', unused: 'info' }

const dayMs = 86_400_000

/** `194 d` */
export const ageOf = (storedAtMs: number, nowMs: number): string => {
  const ms = nowMs - storedAtMs
  return ms < 1000 ? 'now' : formatRoughDuration(ms)
}

/** `4 min ago`, `never` */
export const agoOf = (atMs: number | null, nowMs: number): string => {
  if (atMs === null) return 'never'
  return nowMs - atMs < 1000 ? 'now' : `${formatRoughDuration(nowMs - atMs)} ago`
}

/** `in 171 d`, `1 d ago`, `never` */
export const expiryOf = (expiresAtMs: number | null, nowMs: number): string => {
  if (expiresAtMs === null) return 'never'
  const distance = expiresAtMs - nowMs
  return distance > 0 ? `in ${formatRoughDuration(distance)}` : agoOf(expiresAtMs, nowMs)
}

/** `9 May 2026` */
export const dayOf = (atMs: number): string => formatDay(atMs).split(' ').slice(1).join(' ')

/** The words of a state that wants no look. */
export const calmState = (key: VaultKey, nowMs: number): string => {
  const { state } = key
  if (state.kind === 'revoked') return `Revoked ${agoOf(state.atMs, nowMs)}`
  if (state.kind === 'deleted') return `Gone in ${daysLeft(state.goneAtMs, nowMs)}`
  if (key.uses30Days > 0) return 'In use'
  return key.lastUsedAtMs === null ? 'Not used yet' : 'At rest'
}

/** Until a deleted key is gone: `29 d`; less than a day is told in hours. */
export const daysLeft = (goneAtMs: number, nowMs: number): string => {
  const left = Math.max(0, goneAtMs - nowMs)
  return left >= dayMs ? `${Math.floor(left / dayMs)} d` : formatDuration(left).split(' ').slice(0, 2).join(' ')
}

/** `Swapping, 5 h 12 min left` */
export const swappingSentence = (untilMs: number, nowMs: number): string =>
  untilMs > nowMs ? `Swapping, ${formatDuration(Math.max(1000, untilMs - nowMs))} left` : 'Swapping, ending'

/** Why a key carries that flag. */
export const flagReason = (key: VaultKey, flag: KeyFlag, staleAfterDays: number, nowMs: number): string => {
  if (flag === 'stale') return `${ageOf(key.storedAtMs, nowMs)} old, limit ${staleAfterDays} d`
  if (flag === 'expired') return key.expiresAtMs === null ? '' : `since ${dayOf(key.expiresAtMs)}`
  if (flag === 'expires-soon') return expiryOf(key.expiresAtMs, nowMs)
  return key.lastUsedAtMs === null ? 'never used since it was stored' : `last used ${agoOf(key.lastUsedAtMs, nowMs)}`
}

/** What became of a version. */
export const versionWords = ({ state }: KeyVersion, nowMs: number): string => {
  if (state.kind === 'current') return 'Current'
  if (state.kind === 'overlap')
    return state.untilMs > nowMs ? `Valid for ${formatDuration(Math.max(1000, state.untilMs - nowMs))} more` : 'Ending'
  return `${state.kind === 'revoked' ? 'Revoked' : 'Replaced'} ${agoOf(state.atMs, nowMs)}`
}

/** `10 keys` */
export const keysSentence = (count: number): string => formatCounted(count, 'key', 'keys')
/** `4 want a look` */
export const lookSentence = (count: number): string => formatCounted(count, 'wants a look', 'want a look')

/** What the list will show of a key: how it begins and ends, or of a short one only its length. */
export const hintSentence = (hint: string): string =>
  hint.includes('…') ? `The list will show ${hint}` : `The list will show only its length: ${hint}.`
