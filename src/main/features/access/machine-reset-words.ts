/** What is said before a user is reset on the machine: what it does, what it brings along, and what it cannot bring back. */
import type { Role } from '../../../shared/permissions.ts'

export interface MachineResetFacts {
  /** As it is written in the console. */
  name: string
  role: Role
  disabled: boolean
  /** The row was changed by something that is not Gatehouse. */
  tampered: boolean
  opensVault: boolean
  /** Names of those who are not disabled; perhaps this user, too. */
  administrators: string[]
  /** Whose passwords open the vault beside this user's; null where the master key does not lie in key slots. */
  otherSlotHolders: string[] | null
}

/** Why it is not done; null: it may be. */
export const whyNotAsAdmin = ({ name, administrators }: MachineResetFacts): string | null =>
  administrators.length === 0
    ? null
    : `There is an administrator: ${administrators.join(', ')}. --as-admin is for a console that has none. Reset ${name} without it, or reset an administrator. Nothing was changed.`

const slotSentences = ({ name, opensVault, otherSlotHolders }: MachineResetFacts, hasRecoveryKey: boolean): string[] => {
  if (otherSlotHolders === null) return []
  if (!opensVault)
    return [
      `${name} may not open the vault, which is sealed after each start: somebody who may has to sign in first${otherSlotHolders.length > 0 ? ` (${otherSlotHolders.join(', ')})` : ''}.`,
    ]
  if (otherSlotHolders.length > 0 || hasRecoveryKey) return [`Until ${name} has chosen a password, the code opens the vault in its stead.`]
  return [
    `Until ${name} has chosen a password, the code is the only thing that opens the vault: there is no recovery key, and nobody else's password does. Whoever loses the code loses every key in the vault. When it is too old, this command takes it in the place of a password and makes a new one.`,
  ]
}

export const beforeReset = (
  facts: MachineResetFacts,
  { keepsPassword, becomesAdmin, hasRecoveryKey }: { keepsPassword: boolean; becomesAdmin: boolean; hasRecoveryKey: boolean },
): string[] => {
  const { name, role, disabled, tampered, administrators } = facts
  return [
    keepsPassword
      ? `The password of ${name} stays, since you have just typed it. The authenticator and the backup codes are void, and all sessions end: ${name} signs in with the password and sets up an authenticator again.`
      : `${name} gets in again with a code of one use, good for an hour. Password, authenticator and backup codes of before are void, and all sessions end.`,
    ...(tampered
      ? [
          `CAREFUL: the row of ${name} was changed by something that is not Gatehouse. It says: ${role}${disabled ? ', disabled' : ''}. Going on takes that for right.`,
        ]
      : []),
    ...(disabled ? [`${name} is disabled, and is enabled by this.`] : []),
    ...(becomesAdmin ? [`${name} (${role}) becomes an administrator, since nobody else is one.`] : []),
    ...(!becomesAdmin && administrators.length === 0 && role !== 'admin'
      ? [`Nobody is an administrator any more, and ${name} (${role}) does not become one: for that, add --as-admin.`]
      : []),
    ...(keepsPassword ? [] : slotSentences(facts, hasRecoveryKey)),
    'It is entered in the log as critical, with your name on this system.',
  ]
}

/** Why nothing can be done while the vault stays shut. */
export const shutSentences = (dataDirectory: string): string[] => [
  'Without the vault nobody can be let in: it holds what every authenticator is checked with, and what tells a right account from a forged one. Nothing was changed.',
  'If none of these is left, no command can bring back the keys in this vault or anybody who had access. Two ways remain: restore a backup into a new data directory, which brings its own keys, or begin anew by moving this one away:',
  `  ${dataDirectory}`,
]
