/** Another password for whoever lost theirs and holds the recovery key; the second factor is asked for as in signing in. */
import type { SignInStep } from '../../../shared/contract/access.ts'
import type { By, Database } from '../../database/database.ts'
import type { Keys, RecoveryKeys } from '../vault/key-ring.ts'
import type { AccessSettings } from './access-settings.ts'
import { nameKeyOf, shownNameOf } from './name-key.ts'
import type { PasswordHasher } from './password-hash.ts'
import { requireStrong } from './password-strength.ts'
import type { RowSeals } from './row-seals.service.ts'
import type { SignIn } from './sign-in.service.ts'
import { userByNameKey } from './user.store.ts'

export interface PasswordRecovery {
  /**
   * Nothing is changed before the second factor was right. Throws INVALID_INPUT (a typing slip), INVALID_CREDENTIALS,
   * TOO_MANY_ATTEMPTS, WEAK_PASSWORD, BUSY or NOT_FOUND (there is no recovery key).
   */
  begin(by: By, input: { name: string; recoveryKey: string; password: string }): Promise<SignInStep>
}

export interface PasswordRecoveryOptions {
  database: Database
  keys: Keys
  recovery: RecoveryKeys
  settings: AccessSettings
  hasher: PasswordHasher
  seals: RowSeals
  signIn: SignIn
}

/** The same whatever of them was wrong: a name that may not open the vault is told like one that nobody has. */
const sentence =
  'Name or recovery key is not right, or this user may not open the vault. A key that was printed before another one was made is void.'

export const createPasswordRecovery = (options: PasswordRecoveryOptions): PasswordRecovery => {
  const { database, keys, recovery, settings, hasher, seals, signIn } = options
  return {
    begin: async (by, { name, recoveryKey, password }) => {
      const entry = (why: string) => `Another password for “${shownNameOf(name)}” was refused: ${why}`
      const ring = recovery.ringOf(recoveryKey)
      if (!ring) return recovery.refuse(by, { entry: entry('the recovery key is not the one in force'), sentence })
      await requireStrong(password, name, settings.get('access.password.minLength'))
      // Before the name is looked at: it takes as long whether or not somebody has it.
      const hash = await hasher.hash(password)
      const slot = keys.place() === 'slots' ? await keys.deriveSlotKey(password) : null
      seals.sealBefore(ring)
      const user = database.read((db) => userByNameKey(db, nameKeyOf(name)))
      if (!user || user.disabled || !user.opensVault || !seals.userIsRight(user, ring))
        return recovery.refuse(by, { entry: entry('there is no such user who may open the vault'), sentence })
      return signIn.withNewPassword(user, ring, { hash, slot })
    },
  }
}
