/** Who stands behind an entry of the log, and whom it is about. */
import type { Target } from '../../../shared/contract/audit-filter.ts'
import type { AuditEvent, By } from '../../database/database.ts'

interface Named {
  id: string
  name: string
}

/** The same request, now known to come from this user. */
export const byUser = (by: By, user: Named): By => ({ ...by, actor: { kind: 'user', id: user.id, name: user.name } })

export const bySystem: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

export const userTarget = (user: Named): Target => ({ kind: 'user', id: user.id, name: user.name })

export const tokenTarget = ({ id, name }: Named): Target => ({ kind: 'access-token', id, name })

/** Entered with the sign-in that made it. */
export const slotAddedEvent = (user: Named): AuditEvent => ({
  action: 'key-slot.added',
  severity: 'medium',
  message: `The password of ${user.name} opens the vault from now on`,
  target: userTarget(user),
})

/** Entered with what it opened. */
export const backupCodeUsedEvent = (user: Named, position: number, left: number): AuditEvent => ({
  action: 'backup-code.used',
  severity: 'medium',
  message: `${user.name} used a backup code; ${left} are left`,
  target: userTarget(user),
  detail: { position, left },
})

export const sessionTarget = (session: { id: string; userName: string; device: string }): Target => ({
  kind: 'session',
  id: session.id,
  name: `${session.userName}, ${session.device}`,
})

export const invitationTarget = (invitation: { id: string; name: string }): Target => ({
  kind: 'invitation',
  id: invitation.id,
  name: invitation.name,
})
