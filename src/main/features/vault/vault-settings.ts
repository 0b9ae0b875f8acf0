/** The settings that the vault reads, each time anew, so that a change has effect at once. */

export interface VaultSettings {
  get(
    key:
      | 'vault.hideAfterSeconds'
      | 'vault.clipboardSeconds'
      | 'vault.importOverlapHours'
      | 'vault.staleAfterDays'
      | 'vault.expiresSoonDays'
      | 'vault.unusedAfterDays'
      | 'vault.keepDeletedDays',
  ): number
}

export interface ReminderSettings {
  get(key: 'vault.remindOfExpiry'): boolean
}

export const dayMs = 86_400_000

export interface KeyRules {
  staleAfterMs: number
  expiresSoonMs: number
  unusedAfterMs: number
  keepDeletedMs: number
}

export const keyRulesOf = (settings: VaultSettings): KeyRules => ({
  staleAfterMs: settings.get('vault.staleAfterDays') * dayMs,
  expiresSoonMs: settings.get('vault.expiresSoonDays') * dayMs,
  unusedAfterMs: settings.get('vault.unusedAfterDays') * dayMs,
  keepDeletedMs: settings.get('vault.keepDeletedDays') * dayMs,
})

/** UTC midnight of the day. */
export const dayOf = (atMs: number): number => Math.floor(atMs / dayMs) * dayMs
