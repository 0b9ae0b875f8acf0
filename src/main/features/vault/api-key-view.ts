/** What a person sees of a key at a moment: its state, its versions, and what wants a look. */
import type { KeyVersion, VaultKey } from '../../../shared/contract/vault.ts'
import type { ApiKeyRow, ListedKeyRow, VersionRow } from './api-key.store.ts'
import { checkHostOf } from './key-endpoints.ts'
import { dayMs, dayOf } from './vault-settings.ts'
import type { KeyRules } from './vault-settings.ts'

export const daysCounted = 30

const stateOf = (row: ListedKeyRow, rules: KeyRules, nowMs: number): VaultKey['state'] => {
  if (row.deletedAtMs !== null) return { kind: 'deleted', atMs: row.deletedAtMs, goneAtMs: row.deletedAtMs + rules.keepDeletedMs }
  if (row.revokedAtMs !== null) return { kind: 'revoked', atMs: row.revokedAtMs }
  if (row.overlapUntilMs !== null && row.overlapUntilMs > nowMs) return { kind: 'swapping', untilMs: row.overlapUntilMs }
  return { kind: 'active' }
}

const flagsOf = (row: ListedKeyRow, rules: KeyRules, nowMs: number): VaultKey['flags'] => {
  if (row.deletedAtMs !== null || row.revokedAtMs !== null) return []
  const flags: VaultKey['flags'] = []
  if (row.expiresAtMs !== null && row.expiresAtMs <= nowMs) flags.push('expired')
  else if (row.expiresAtMs !== null && row.expiresAtMs <= nowMs + rules.expiresSoonMs) flags.push('expires-soon')
  if (row.storedAtMs <= nowMs - rules.staleAfterMs) flags.push('stale')
  if (Math.max(row.storedAtMs, row.lastUsedAtMs ?? 0) <= nowMs - rules.unusedAfterMs) flags.push('unused')
  return flags
}

export const tagsOf = (row: Pick<ApiKeyRow, 'tags'>): string[] => JSON.parse(row.tags) as string[]

const checkOf = (row: ListedKeyRow): VaultKey['check'] => {
  const { checkResult: result, checkSentence: sentence, checkedAtMs, checkedBy, knownResult, knownAtMs } = row
  if (result === null || sentence === null || checkedAtMs === null || checkedBy === null) return null
  const known = knownResult === null || knownAtMs === null ? null : { result: knownResult, atMs: knownAtMs }
  return { result, sentence, checkedAtMs, checkedBy, known }
}

export const viewOf = (row: ListedKeyRow, rules: KeyRules, nowMs: number): VaultKey => ({
  id: row.id,
  provider: row.provider,
  label: row.label,
  tags: tagsOf(row),
  hint: row.hint,
  state: stateOf(row, rules, nowMs),
  flags: flagsOf(row, rules, nowMs),
  versionNumber: row.currentNumber,
  storedAtMs: row.storedAtMs,
  expiresAtMs: row.expiresAtMs,
  lastUsedAtMs: row.lastUsedAtMs,
  uses30Days: row.uses,
  check: checkOf(row),
  checkHost: checkHostOf(row.provider, row.checkUrl),
  version: row.version,
})

const versionStateOf = (row: VersionRow, currentNumber: number, nowMs: number): KeyVersion['state'] => {
  if (row.revokedAtMs !== null) return { kind: 'revoked', atMs: row.revokedAtMs }
  if (row.number === currentNumber) return { kind: 'current' }
  if (row.kept && row.overlapUntilMs !== null && row.overlapUntilMs > nowMs) return { kind: 'overlap', untilMs: row.overlapUntilMs }
  return { kind: 'replaced', atMs: row.replacedAtMs ?? row.storedAtMs }
}

export const versionViewOf = (row: VersionRow, currentNumber: number, nowMs: number): KeyVersion => ({
  number: row.number,
  state: versionStateOf(row, currentNumber, nowMs),
  hint: row.hint,
  storedAtMs: row.storedAtMs,
  storedBy: row.storedBy,
})

/** The first of the days that are counted. */
export const firstDayCounted = (nowMs: number): number => dayOf(nowMs) - (daysCounted - 1) * dayMs

/** Each of the last 30 days, oldest first. */
export const usesByDayOf = (uses: readonly { dayMs: number; uses: number }[], nowMs: number): { dayMs: number; uses: number }[] => {
  const byDay = new Map(uses.map((day) => [day.dayMs, day.uses]))
  const first = firstDayCounted(nowMs)
  return Array.from({ length: daysCounted }, (_, index) => first + index * dayMs).map((day) => ({ dayMs: day, uses: byDay.get(day) ?? 0 }))
}
