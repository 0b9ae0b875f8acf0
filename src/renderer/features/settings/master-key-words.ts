/** What is said of the places of the master key, and of moving it. */
import type { KeyPlace } from '../../../shared/contract/master-key.ts'

export const placeNames: Record<KeyPlace, string> = {
  keychain: 'Keychain of this system',
  file: 'Key file',
  environment: 'Environment of the console',
  slots: 'Key slots of the users',
}

/** What happens to the old key when a new one is made. */
const oldKeyGoes: Record<KeyPlace, string> = {
  keychain: 'the old one is removed from the keychain',
  file: 'the old one in its file opens nothing any more',
  environment: 'the old one in the environment opens nothing any more',
  slots: 'the old key slots open nothing any more',
}

/** Of the dialog that moves or, to the same place, rotates. */
export const moveSentence = (from: KeyPlace, to: KeyPlace): string => {
  const recovery = 'Your recovery key stays good, and nothing that is stored is lost.'
  if (to === 'slots') {
    const meaning =
      from === 'slots' ? '' : 'After each start the vault is then sealed until somebody signs in: signed heads and routes wait until then. '
    return `A new master key is made and wrapped by your password; ${oldKeyGoes[from]}. ${meaning}Other users get their key slot at their next sign-in while the vault is open. ${recovery}`
  }
  return `${to === 'keychain' ? 'A new master key is made' : 'The key that was given at the start becomes the master key'}; ${oldKeyGoes[from]}. ${recovery}`
}
