/** One short line on the vault for the foot of the rail. */
import type { ConsoleStatus } from '../../shared/contract/console.ts'

const places: Record<ConsoleStatus['masterKeyPlace'], string> = {
  none: '',
  keychain: ', key in keychain',
  file: ', key in a file',
  environment: ', key in environment',
  slots: ', key in key slots',
}

export const vaultLine = ({ vault, masterKeyPlace }: ConsoleStatus): string =>
  vault.kind === 'open' ? `Vault open${places[masterKeyPlace]}` : `Vault ${vault.kind}`
