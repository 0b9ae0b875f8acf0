/** Words of the users' pages. */
import type { ManagedUser } from '../../../shared/contract/users.ts'
import { openedBy } from '../../../shared/contract/what-permissions-open.ts'
import { permissionsOf, type Permission, type Role } from '../../../shared/permissions.ts'

/** In a list: what stands in the way of this user getting in, or null. The gravest first. */
export const stateWord = (user: Pick<ManagedUser, 'tampered' | 'disabled' | 'passwordResetPending'>): string | null => {
  if (user.tampered) return 'Changed from outside'
  if (user.disabled) return 'Disabled'
  return user.passwordResetPending ? 'No password' : null
}

type Mfa = Pick<ManagedUser, 'mfaEnrolledAtMs' | 'mfaRequired'>

/** In a list. */
export const mfaWord = ({ mfaEnrolledAtMs, mfaRequired }: Mfa): string => {
  if (mfaEnrolledAtMs !== null) return 'Enrolled'
  return mfaRequired ? 'At next sign-in' : 'Not required'
}

/** Of somebody without one, whole. */
export const noMfaSentence = ({ mfaRequired }: Pick<Mfa, 'mfaRequired'>): string =>
  mfaRequired ? 'No authenticator: enrols at the next sign-in' : 'No authenticator (not required)'

/** In a list. */
export const vaultWord = ({ opensVault, keySlot }: Pick<ManagedUser, 'opensVault' | 'keySlot'>): string => {
  if (!opensVault) return 'No'
  return keySlot === 'next-sign-in' ? 'After sign-in' : 'Yes'
}

/** Of one user, whole. */
export const vaultSentence = ({ opensVault, keySlot }: Pick<ManagedUser, 'opensVault' | 'keySlot'>): string => {
  if (!opensVault) return 'Their password does not open the vault.'
  if (keySlot === 'held') return 'They have a key slot: their password opens a sealed vault.'
  if (keySlot === 'next-sign-in') return 'They get a key slot when they sign in while the vault is open.'
  return 'They may. The master key lies elsewhere now, so that nobody needs a key slot.'
}

const opening = (role: Role): Permission[] => permissionsOf(role).filter((permission) => openedBy(permission).length > 0)

/** What changes with another role, in the order of the table that the code uses; without what opens nothing. */
export const roleChange = (from: Role, to: Role): { gained: Permission[]; lost: Permission[] } => {
  const before = opening(from)
  const after = opening(to)
  return { gained: after.filter((one) => !before.includes(one)), lost: before.filter((one) => !after.includes(one)) }
}

/** Each word typed begins some word of the name, or the role, or the state. */
export const matchesUser = (user: ManagedUser, typed: string): boolean => {
  const words = `${user.name} ${user.role} ${stateWord(user) ?? ''}`.toLowerCase().split(/[\s.@_-]+/)
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return wanted.every((part) => words.some((word) => word.startsWith(part)) || user.name.toLowerCase().includes(part))
}

/** `3 users, 1 of them disabled` */
export const countSentence = (users: readonly ManagedUser[]): string => {
  const disabled = users.filter((user) => user.disabled).length
  const count = users.length === 1 ? '1 user' : `${users.length} users`
  return disabled === 0 ? count : `${count}, ${disabled} disabled`
}

/** Whether the master key lies in key slots: then somebody has one, or gets one. */
export const slotsUsedBy = (users: readonly ManagedUser[]): boolean =>
  users.some(({ keySlot }) => keySlot === 'held' || keySlot === 'next-sign-in')
