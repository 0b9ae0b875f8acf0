/** A password that is set together with the session that it opens: nothing of it is written before the second factor was right. */
import type { AuditEvent, Writable } from '../../database/database.ts'
import type { KeyRing, Keys, SlotKey } from '../vault/key-ring.ts'
import { userTarget } from './actors.ts'
import { ticketExpired } from './code-refusals.ts'
import { endSessionsOf } from './session.store.ts'
import { setPassword, userById } from './user.store.ts'

export interface NewPassword {
  hash: string
  /** Where the master key lies in key slots. */
  slot: SlotKey | null
}

/** All sessions of before end. Throws where the user is gone or was changed from outside. */
export const writeNewPassword = (
  tx: Writable,
  { keys, ring, userId, nowMs }: { keys: Keys; ring: KeyRing; userId: string; nowMs: number },
  next: NewPassword,
): void => {
  const user = userById(tx, userId)
  if (!user || !setPassword(tx, ring, user, next.hash, nowMs)) throw ticketExpired()
  if (next.slot) keys.rewrapSlot(tx, userId, next.slot, ring)
  endSessionsOf(tx, userId, null, nowMs)
}

export const recoveredEvent = (user: { id: string; name: string }): AuditEvent => ({
  action: 'password.recovered',
  severity: 'high',
  message: `${user.name} chose another password with the recovery key; all other sessions ended`,
  target: userTarget(user),
})
