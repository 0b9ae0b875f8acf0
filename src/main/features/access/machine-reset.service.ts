/** Lets a user in again from the machine itself, while no console runs: what they had is void, and a code of one use takes its place. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { AuditEvent, By, Database, Writable } from '../../database/database.ts'
import type { Keys, SlotKey } from '../vault/key-ring.ts'
import { userTarget } from './actors.ts'
import { hashOfInvitationCode, makeInvitationCode } from './invitation-code.ts'
import { endInvitation, insertInvitation, openInvitationOf } from './invitation.store.ts'
import type { MachineResetFacts } from './machine-reset-words.ts'
import { nameHashOf, nameKeyOf } from './name-key.ts'
import type { PasswordHasher } from './password-hash.ts'
import type { RowSeals } from './row-seals.service.ts'
import { endSessionsOf } from './session.store.ts'
import { clearFailures } from './sign-in-failure.store.ts'
import { allUsers, changeUser, clearAuthenticator, passwordOf, userById, userByNameKey, voidPassword } from './user.store.ts'
import type { UserRow } from './user.store.ts'

export interface MachineReset {
  /** Names of all users. */
  names(): string[]
  /** Whose password opens the vault, where the master key lies in key slots. */
  slotHolders(): { id: string; name: string }[]
  /** Null: there is no such user. The vault is open. */
  look(name: string): MachineResetFacts | null
  /** A code of an earlier reset opens a key slot, too, but is no password. */
  isPassword(name: string, typed: string): Promise<boolean>
  /** `show` is given the code before it holds; it is not called where the password stays. */
  run(by: By, order: MachineResetOrder, show: (code: string) => void): Promise<void>
}

export interface MachineResetOrder {
  name: string
  /** The password was proved to be right just now: it stays, and no code is made. */
  keepsPassword: boolean
  becomesAdmin: boolean
  detail: Record<string, unknown>
}

export interface MachineResetOptions {
  database: Database
  keys: Keys
  ids: Ids
  clock: Clock
  hasher: PasswordHasher
  seals: RowSeals
}

const codeLifetimeMs = 3_600_000
const madeBy = 'this machine'

export const createMachineReset = ({ database, keys, ids, clock, hasher, seals }: MachineResetOptions): MachineReset => {
  const users = () => database.read(allUsers)
  const holders = () => users().filter((user) => keys.holdsSlot(user.id) === true)

  const require = (tx: Writable, id: string): UserRow => {
    const user = userById(tx, id)
    if (!user) throw new Error('The user is gone, although nobody else writes.')
    return user
  }

  /** The code opens the user's key slot until they have chosen a password: without that, a sealed vault would stay shut. */
  const issueCode = (tx: Writable, user: UserRow, code: string, slot: SlotKey | null) => {
    const nowMs = clock.now()
    const before = openInvitationOf(tx, user.nameKey)
    if (before) endInvitation(tx, before.id, 'withdrawn', nowMs)
    insertInvitation(tx, keys.ring(), {
      id: ids.next(),
      kind: 'password-reset',
      userId: user.id,
      name: user.name,
      nameKey: user.nameKey,
      role: null,
      opensVault: user.opensVault,
      codeHash: hashOfInvitationCode(code),
      madeBy,
      createdAtMs: nowMs,
      expiresAtMs: nowMs + codeLifetimeMs,
    })
    if (slot) keys.rewrapSlot(tx, user.id, slot)
  }

  const eventOf = (before: UserRow, { keepsPassword, becomesAdmin, detail }: MachineResetOrder, ended: number, by: By): AuditEvent => ({
    action: 'user.reset',
    severity: 'critical',
    message:
      `${by.actor.name} reset ${before.name}: ${keepsPassword ? 'the authenticator and its' : 'password, authenticator and'} backup codes are void, ` +
      `${ended} session${ended === 1 ? '' : 's'} ended${before.disabled ? '; they were disabled and no longer are' : ''}` +
      `${becomesAdmin ? '; they are an administrator now' : ''}`,
    target: userTarget(before),
    detail: { ...detail, keepsPassword, becomesAdmin, enabled: before.disabled === 1, endedSessions: ended },
  })

  return {
    names: () => users().map(({ name }) => name),
    slotHolders: () => holders().map(({ id, name }) => ({ id, name })),

    look: (name) => {
      const user = database.read((db) => userByNameKey(db, nameKeyOf(name)))
      if (!user) return null
      return {
        name: user.name,
        role: user.role,
        disabled: user.disabled === 1,
        tampered: !seals.userIsRight(user),
        opensVault: user.opensVault === 1,
        administrators: users()
          .filter((one) => one.role === 'admin' && one.disabled === 0 && seals.userIsRight(one))
          .map((one) => one.name),
        otherSlotHolders: keys.place() === 'slots' ? holders().flatMap((one) => (one.id === user.id ? [] : [one.name])) : null,
      }
    },

    isPassword: (name, typed) => hasher.verify(passwordOf(database.read((db) => userByNameKey(db, nameKeyOf(name)))), typed),

    run: async (by, order, show) => {
      const before = database.read((db) => userByNameKey(db, nameKeyOf(order.name)))
      if (!before) throw new Error('The user is gone, although nobody else writes.')
      const { id } = before
      const ring = keys.ring()
      const code = order.keepsPassword ? null : makeInvitationCode(ids)
      const opensVault = order.becomesAdmin ? 1 : before.opensVault
      const slot = code !== null && opensVault && keys.place() === 'slots' ? await keys.deriveSlotKey(code) : null
      if (code !== null) show(code)
      await database.change(
        by,
        (ended: number) => eventOf(before, order, ended, by),
        (tx) => {
          const nowMs = clock.now()
          if (!seals.userIsRight(before, ring)) seals.accept(tx, ring, before, {})
          clearAuthenticator(tx, ring, require(tx, id))
          if (code !== null) voidPassword(tx, ring, require(tx, id), nowMs)
          changeUser(tx, ring, require(tx, id), { disabled: 0, opensVault, ...(order.becomesAdmin ? { role: 'admin' } : {}) })
          clearFailures(tx, nameHashOf(before.nameKey))
          if (code !== null) issueCode(tx, require(tx, id), code, slot)
          return endSessionsOf(tx, id, null, nowMs)
        },
      )
    },
  }
}
