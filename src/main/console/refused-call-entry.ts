/** Who asked for what their role or access token may not, as an entry of the log. */
import type { User } from '../../shared/contract/access.ts'
import type { AuditEvent, By } from '../database/database.ts'
import type { RepeatKey } from '../database/repeated-events.ts'

export interface RefusedCall {
  by: By
  user: User
  /** As in the contract: `vault.reveal`. */
  procedure: string
  /** What it takes; `session`: no access token will do. */
  permission: string
}

const sentenceOf = ({ by, user, procedure, permission }: RefusedCall): string => {
  const asked = `${user.name} asked for ${procedure}`
  if (!by.accessToken) return `${asked}, which takes the permission ${permission} and is not for the role ${user.role}`
  return `${asked} with the access token “${by.accessToken.name}”, which may not do this (it takes ${permission === 'session' ? 'a session' : permission})`
}

export const refusedCallEntry = (call: RefusedCall): [By, AuditEvent, RepeatKey] => {
  const { by, user, procedure, permission } = call
  return [
    { ...by, actor: { kind: 'user', id: user.id, name: user.name } },
    {
      action: 'call.refused',
      severity: 'medium',
      outcome: 'refused',
      message: sentenceOf(call),
      target: { kind: 'procedure', id: null, name: procedure },
      detail: { permission, role: user.role },
    },
    { class: 'call.refused', source: by.source, route: procedure, consumer: by.accessToken?.id ?? user.id },
  ]
}
