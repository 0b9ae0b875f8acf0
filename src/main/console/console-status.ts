/** How the console is, for its state strip and its About page. */
import type { ConsoleStatus, VaultState } from '../../shared/contract/console.ts'
import type { Storage } from '../database/database.ts'

type Place = ConsoleStatus['masterKeyPlace']

/** Worst first. */
export const statusOf = (vault: VaultState, masterKeyPlace: Place, storage: Storage, placeTrouble: string | null = null): ConsoleStatus => {
  const conditions: ConsoleStatus['conditions'] = []
  if (vault.kind === 'unavailable') {
    conditions.push({
      id: 'vault-unavailable',
      severity: 'critical',
      title: 'The vault cannot be opened.',
      text: `${vault.reason} Until then nobody can sign in, and heads of the log are not signed.`,
      mend: { label: 'Try again', action: 'retry-keychain' },
    })
  }
  if (placeTrouble !== null) {
    conditions.push({
      id: 'master-key-missing',
      severity: 'high',
      title: 'The vault would not open after the next start.',
      text: `${placeTrouble} The vault is open now: choose a place for a new master key in Settings before the console stops.`,
      mend: { label: 'Look again', action: 'retry-keychain' },
    })
  }
  if (storage === 'full') {
    conditions.push({
      id: 'disk-full',
      severity: 'critical',
      title: 'The disk is full.',
      text: 'Sign-in and the log live on a reserve of 16 MB. Free some space; nothing has been lost so far.',
      mend: null,
    })
  }
  return { vault, masterKeyPlace, conditions }
}
