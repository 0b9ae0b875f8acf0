/** Who asked for what their role may not, as an entry of the log. */
import type { User } from '../../shared/contract/access.ts'
import type { AuditEvent, By } from '../database/database.ts'
import type { RepeatKey } from '../database/repeated-events.ts'

export interface RefusedCall {
  by: By
  user: User
  /** As in the contract: `vault.reveal`. */
  procedure: string
  /** What it takes. */
  permission: string
}

export const refusedCallEntry = ({ by, user, procedure, permission }: RefusedCall): [By, AuditEvent, RepeatKey] => [
  { ...by, actor: { kind: 'user', id: user.id, name: user.name } },
  {
    action: 'call.refused',
    severity: 'medium',
    outcome: 'refused',
    message: `${user.name} asked for ${procedure}, which takes the permission ${permission} and is not for the role ${user.role}`,
    target: { kind: 'procedure', id: null, name: procedure },
    detail: { permission, role: user.role },
  },
  { class: 'call.refused', source: by.source, route: procedure, consumer: user.id },
]
