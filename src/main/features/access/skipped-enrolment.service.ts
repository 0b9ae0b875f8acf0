/** Signing in without a second factor, by the right password alone: for whoever need not have one, judged in the transaction. */
import type { Clock } from '../../../ports/clock.ts'
import type { SessionGrant } from '../../../shared/contract/access.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { By, Database, Readable } from '../../database/database.ts'
import type { KeyRing } from '../vault/key-ring.ts'
import type { Attempts } from './attempts.service.ts'
import { durationWords } from './duration-words.ts'
import type { MfaPolicy } from './mfa-policy.service.ts'
import type { RowSeals } from './row-seals.service.ts'
import type { CallerFacts, Sessions } from './sessions.service.ts'
import { rowWasTampered, userById } from './user.store.ts'
import type { UserRow } from './user.store.ts'

export interface SkipsOptions {
  database: Database
  clock: Clock
  attempts: Attempts
  sessions: Sessions
  seals: RowSeals
  mfa: MfaPolicy
}

const changed = (sentence: string) => new GatehouseError('CONFLICT', sentence, {})

export const createSkips = ({ database, clock, attempts, sessions, seals, mfa }: SkipsOptions) => {
  /** As the row stands now: minutes may lie between the password and this. */
  const judged = (db: Readable, seen: UserRow, ring: KeyRing): UserRow => {
    const user = userById(db, seen.id)
    if (!user || user.disabled) throw changed('Your account was disabled meanwhile. Ask an administrator.')
    if (!seals.userIsRight(user, ring)) throw rowWasTampered(user.name)
    if (user.passwordHash !== seen.passwordHash) throw changed('Your password was changed meanwhile. Sign in again.')
    if (user.mfaSecret !== null) throw changed('You have an authenticator by now. Sign in again, with a code from it.')
    mfa.assertOptional(user)
    return user
  }

  /** `seen`: as it was when the password was right. */
  return (by: By, caller: CallerFacts, seen: UserRow, ring: KeyRing): Promise<SessionGrant> =>
    attempts.attempt(seen.nameKey, async (lockedUntilMs) => {
      if (lockedUntilMs !== null) {
        const wait = durationWords(lockedUntilMs - clock.now())
        const sentence = `Too many failed attempts: locked for ${wait}. Set up an authenticator to go on now.`
        throw new GatehouseError('LOCKED_OUT', sentence, { untilMs: lockedUntilMs })
      }
      const user = database.read((db) => judged(db, seen, ring))
      return sessions.open(by, caller, {
        user,
        ring,
        message: `${user.name} signed in without a second factor`,
        events: [],
        write: (tx) => {
          judged(tx, seen, ring)
          attempts.clear(tx, user)
        },
      })
    })
}
