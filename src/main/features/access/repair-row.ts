/** What of a row that was changed from outside cannot stay when it is taken for right: it would only fail at the next sign-in. */
import type { KeyRing } from '../vault/key-ring.ts'
import { noPassword, totpBinding } from './user-words.ts'
import type { UserChange, UserRow } from './user.store.ts'

const secretOpens = (ring: KeyRing, row: UserRow): boolean => {
  try {
    return row.mfaSecret === null || ring.open(row.mfaSecret, totpBinding(row.id, row.mfaVersion)).length > 0
  } catch {
    return false
  }
}

/** `words` go on with the sentence that says who was taken for right. */
export const repairOf = (ring: KeyRing, row: UserRow): { change: UserChange; repaired: string[]; words: string } => {
  const change: UserChange = {}
  const repaired: string[] = []
  if (!secretOpens(ring, row)) {
    Object.assign(change, { mfaSecret: null, mfaEnrolledAtMs: null })
    repaired.push('authenticator')
  }
  if (row.passwordHash !== noPassword && !row.passwordHash.startsWith('$argon2id$')) {
    change.passwordHash = noPassword
    repaired.push('password')
  }
  return { change, repaired, words: repaired.length > 0 ? `, without the ${repaired.join(' and the ')}, which made no sense` : '' }
}
