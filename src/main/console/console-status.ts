/** How the console is, for its state strip and its About page. */
import type { ConsoleStatus, VaultState } from '../../shared/contract/console.ts'
import type { Storage } from '../database/database.ts'

type Place = ConsoleStatus['masterKeyPlace']

/** Where the master key lies and what that means, in a sentence. */
export const masterKeySentence = (place: Place): string => {
  switch (place) {
    case 'none':
      return 'There is no master key before first run.'
    case 'keychain':
      return 'The master key lies in the keychain of this system, which opens when you sign in to the machine.'
    case 'file':
      return 'The master key comes from the file that GATEHOUSE_MASTER_KEY_FILE names. Keep a copy of it: without it the vault does not open.'
    case 'environment':
      return 'The master key comes from GATEHOUSE_MASTER_KEY. Keep a copy of it: without it the vault does not open.'
    case 'slots':
      return 'This machine has no keychain, so the master key is wrapped by the password of each user who may open the vault. After a start the vault is sealed until one of them signs in.'
  }
}

/** Worst first. */
export const statusOf = (vault: VaultState, masterKeyPlace: Place, storage: Storage): ConsoleStatus => {
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
