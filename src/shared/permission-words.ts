/** What roles are for and what each permission lets one do, in plain sentences. A new permission does not compile without one. */
import type { Permission, Role } from './permissions.ts'

/** After the name of the role, or after "They". */
export const roleSentences: Record<Role, string> = {
  admin: 'may do everything',
  operator: 'may do everything but manage users and settings, run backups and reveal keys',
  viewer: 'may look at everything and change nothing',
}

const withArticle: Record<Role, string> = { admin: 'An admin', operator: 'An operator', viewer: 'A viewer' }
/** `A viewer may look at everything and change nothing.` */
export const roleSentence = (role: Role): string => `${withArticle[role]} ${roleSentences[role]}.`

/** After "may". */
export const permissionSentences: Record<Permission, string> = {
  'audit:read': 'read the audit log, its statistics and the incidents made from it',
  'audit:export': 'export entries of the log and make reports',
  'audit:verify': 'verify that nothing in the log was changed',
  'vault:list': 'see which keys the vault holds, never the keys themselves',
  'vault:reveal': 'reveal and export the keys of the vault',
  'vault:write': 'add, change, rotate, revoke and delete keys of the vault',
  'metrics:read': 'see metrics, alerts, objectives, dashboards and advice',
  'alerts:acknowledge': 'acknowledge and silence alerts, and work on incidents',
  'alerts:write': 'change alert rules, contact points, objectives and dashboards',
  'guard:read': 'see the traffic, and how the guard is set up',
  'guard:write': 'change, start and stop the guard, and make keys for its consumers',
  'users:manage': 'invite users, change their roles, and keep them out',
  'settings:read': 'see the settings, and where the log is forwarded',
  'settings:write': 'change the settings, the forwarding and the master key',
  'backup:run': 'make backups and restore them',
  'jobs:read': 'see the jobs of the guarded service',
  'jobs:cancel': 'cancel jobs of the guarded service',
}
