/** Which class and activity of OCSF 1.3.0 an action of the log is. Pure. */
import type { ExportedEntry } from './exported-entry.ts'

const classes = {
  base: { uid: 0, name: 'Base Event', categoryUid: 0, categoryName: 'Uncategorized' },
  account: { uid: 3001, name: 'Account Change', categoryUid: 3, categoryName: 'Identity & Access Management' },
  authentication: { uid: 3002, name: 'Authentication', categoryUid: 3, categoryName: 'Identity & Access Management' },
  entity: { uid: 3004, name: 'Entity Management', categoryUid: 3, categoryName: 'Identity & Access Management' },
  lifecycle: { uid: 6002, name: 'Application Lifecycle', categoryUid: 6, categoryName: 'Application Activity' },
  api: { uid: 6003, name: 'API Activity', categoryUid: 6, categoryName: 'Application Activity' },
} as const
export type OcsfClass = (typeof classes)[keyof typeof classes]

type Activity = [id: number, name: string]
const other: Activity = [99, 'Other']

const logon: Activity = [1, 'Logon']
const logoff: Activity = [2, 'Logoff']
const authentications: Record<string, Activity> = {
  'sign-in.refused': logon,
  'sign-in.locked-out': logon,
  'access-token.refused': logon,
  'session.opened': logon,
  'session.signed-out': logoff,
  'session.revoked': logoff,
  'session.expired': logoff,
}
const accountChanges: Record<string, Activity> = {
  'user.created': [1, 'Create'],
  'user.enabled': [2, 'Enable'],
  'password.changed': [3, 'Password Change'],
  'user.disabled': [5, 'Disable'],
  'user.deleted': [6, 'Delete'],
  'mfa.enrolled': [10, 'MFA Factor Enable'],
  'mfa.replaced': [10, 'MFA Factor Enable'],
}
const lifecycle: Record<string, Activity> = { 'console.started': [3, 'Start'], 'console.stopped': [4, 'Stop'] }

const subjectsOf = {
  authentication: new Set(['sign-in', 'session', 'backup-code', 'link']),
  account: new Set(['user', 'password', 'mfa', 'backup-codes']),
}

const verbs: [Activity, readonly string[]][] = [
  [
    [1, 'Create'],
    ['created', 'added', 'made', 'imported', 'issued', 'opened', 'saved'],
  ],
  [
    [2, 'Read'],
    ['read', 'revealed', 'copied', 'exported', 'downloaded', 'recorded', 'verified', 'report-made', 'export-started'],
  ],
  [
    [3, 'Update'],
    [
      'changed',
      'edited',
      'rotated',
      'moved',
      'replaced',
      'hidden',
      'restored',
      'assigned',
      'noted',
      'closed',
      'reopened',
      'enabled',
      'disabled',
    ],
  ],
  [
    [4, 'Delete'],
    ['deleted', 'purged', 'revoked', 'removed', 'dropped'],
  ],
]
const activityOfVerb = new Map(verbs.flatMap(([activity, words]) => words.map((word) => [word, activity] as const)))

export interface OcsfActivity {
  kind: OcsfClass
  activityId: number
  activityName: string
}

export const activityOf = ({ action, actorKind, targetKind }: Pick<ExportedEntry, 'action' | 'actorKind' | 'targetKind'>): OcsfActivity => {
  const dot = action.indexOf('.')
  const subject = action.slice(0, Math.max(0, dot))
  const verb = action.slice(dot + 1)
  const of = (kind: OcsfClass, [activityId, activityName]: Activity): OcsfActivity => ({ kind, activityId, activityName })

  const started = lifecycle[action]
  if (started) return of(classes.lifecycle, started)
  if (subjectsOf.authentication.has(subject) || authentications[action]) return of(classes.authentication, authentications[action] ?? other)
  if (subjectsOf.account.has(subject)) return of(classes.account, accountChanges[action] ?? other)
  // What the guard and its consumers do is traffic of an API, and so is a call that was refused.
  if (actorKind === 'guard' || actorKind === 'consumer' || subject === 'call') return of(classes.api, activityOfVerb.get(verb) ?? other)
  const known = activityOfVerb.get(verb)
  if (known || targetKind !== null) return of(classes.entity, known ?? other)
  return of(classes.base, other)
}
