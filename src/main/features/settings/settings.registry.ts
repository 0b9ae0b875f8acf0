/** Every setting there is: key, limits, default, who may change it. The one list for console, file and environment. */
import type { Setting, SettingValue } from '../../../shared/contract/settings.ts'
import type { Permission } from '../../../shared/permissions.ts'

interface Definition {
  group: string
  title: string
  description: string
  kind: Setting['kind']
  default: SettingValue
  applies: Setting['applies']
  /** A smaller value deletes for good what it no longer has room for. */
  dropsWhenLower?: true
  permission: Permission
}

/** How people get in is not for an access token that was made to change figures. */
const access = { group: 'Access', applies: 'live', permission: 'users:manage' } as const
const vault = { group: 'Vault', applies: 'live', permission: 'settings:write' } as const
const audit = { group: 'Audit', applies: 'live', permission: 'settings:write' } as const
const metrics = { group: 'Metrics', applies: 'live', permission: 'settings:write' } as const
const traffic = { group: 'Traffic', applies: 'live', permission: 'settings:write' } as const
const alerts = { group: 'Alerts', applies: 'live', permission: 'settings:write' } as const
const backup = { group: 'Backup', applies: 'live', permission: 'settings:write' } as const
const choice = (labels: Record<string, string>) => ({
  type: 'choice' as const,
  options: Object.entries(labels).map(([value, label]) => ({ value, label })),
})
const integer = (floor: number, ceiling: number, unit: string) => ({ type: 'integer', floor, ceiling, unit }) as const

export const registry = {
  'access.mfa.required': {
    ...access,
    title: 'Who must have an authenticator',
    description:
      'Where viewers need not, one who has none may sign in by the password alone, but for those who may open the vault. Asked of everybody again, such sessions end, and access tokens rest until their user has set one up.',
    kind: choice({ everybody: 'Everybody', 'all-but-viewers': 'All but viewers' }),
    default: 'everybody',
  },
  'access.password.minLength': {
    ...access,
    title: 'Least length of a password',
    description: 'Asked of new passwords. Those in use stay as they are.',
    kind: integer(12, 64, 'characters'),
    default: 12,
  },
  'access.signIn.failuresBeforeLock': {
    ...access,
    title: 'Failures before a lock',
    description: 'After so many wrong passwords or codes in a row, only a backup code opens for a while.',
    kind: integer(3, 20, 'failures'),
    default: 5,
  },
  'access.signIn.lockMinutes': {
    ...access,
    title: 'First lock lasts',
    description: 'Each further lock lasts twice as long, at most four hours.',
    kind: integer(5, 240, 'minutes'),
    default: 15,
  },
  'access.session.idleLockMinutes': {
    ...access,
    title: 'Lock when idle for',
    description: 'A session without any input of a person locks itself. What refreshes by itself does not count.',
    kind: integer(1, 480, 'minutes'),
    default: 30,
  },
  'access.session.absoluteHours': {
    ...access,
    title: 'Session ends after',
    description:
      'Then one signs in again, however busy the session was. A shorter limit holds at once, a longer one for sessions that begin from now on.',
    kind: integer(1, 168, 'hours'),
    default: 12,
  },
  'access.invitation.hours': {
    ...access,
    title: 'An invitation holds for',
    description:
      'A code that lets somebody in, or lets them choose another password, opens once and for so long. Those that are out stay as they are.',
    kind: integer(1, 168, 'hours'),
    default: 24,
  },
  'vault.hideAfterSeconds': {
    ...vault,
    title: 'Hide a revealed key after',
    description: 'Then the page hides it, and the log says for how long it was shown.',
    kind: integer(5, 300, 'seconds'),
    default: 30,
  },
  'vault.clipboardSeconds': {
    ...vault,
    title: 'Clear a copied key after',
    description: 'Then the clipboard is cleared, where the browser and the system allow it.',
    kind: integer(5, 300, 'seconds'),
    default: 30,
  },
  'vault.staleAfterDays': {
    ...vault,
    title: 'A key is stale after',
    description: 'A version that was stored longer ago than this is flagged, so that it is rotated.',
    kind: integer(1, 3650, 'days'),
    default: 180,
  },
  'vault.expiresSoonDays': {
    ...vault,
    title: 'Tell that a key expires',
    description: 'So long before its end a key is flagged.',
    kind: integer(1, 365, 'days'),
    default: 30,
  },
  'vault.remindOfExpiry': {
    ...vault,
    title: 'Remind of keys that expire',
    description: '30, 7 and 1 days before its end and when it is over, once each: in the log and in the bell.',
    kind: { type: 'boolean' },
    default: true,
  },
  'vault.unusedAfterDays': {
    ...vault,
    title: 'A key is unused after',
    description: 'A key that nobody used for so long is flagged, so that it is revoked.',
    kind: integer(1, 3650, 'days'),
    default: 60,
  },
  'vault.keepDeletedDays': {
    ...vault,
    title: 'Keep a deleted key for',
    description: 'For so long it can be restored. Then it is destroyed; a shorter time destroys what is older within the hour.',
    kind: integer(1, 365, 'days'),
    dropsWhenLower: true,
    default: 30,
  },
  'vault.importOverlapHours': {
    ...vault,
    title: 'Overlap after an import',
    description: 'When an import rotates a key, the version before stays valid for so long; 0 destroys it at once.',
    kind: integer(0, 720, 'hours'),
    default: 24,
  },
  'audit.keepDays': {
    ...audit,
    title: 'Keep the audit log for',
    description: 'Whole days that are older are dropped for good, once a signed head says so. The last 24 hours always stay.',
    kind: integer(7, 3650, 'days'),
    dropsWhenLower: true,
    default: 365,
  },
  'audit.maxMegabytes': {
    ...audit,
    title: 'The audit log takes at most',
    description:
      'Database and search index together. Above that, the oldest entries are dropped for good, however young they are; the last 24 hours always stay.',
    kind: integer(100, 1_000_000, 'MB'),
    dropsWhenLower: true,
    default: 20_000,
  },
  'metrics.everySeconds': {
    ...metrics,
    title: 'Look at the machine every',
    description: 'More rarely costs less, and hides what is over quickly.',
    kind: integer(1, 10, 'seconds'),
    default: 1,
  },
  'metrics.keep.secondsHours': {
    ...metrics,
    title: 'Keep every second for',
    description: 'After that, only steps of ten seconds are left.',
    kind: integer(1, 24, 'hours'),
    dropsWhenLower: true,
    default: 1,
  },
  'metrics.keep.tenSecondsDays': {
    ...metrics,
    title: 'Keep steps of ten seconds for',
    description: 'After that, only minutes are left.',
    kind: integer(1, 14, 'days'),
    dropsWhenLower: true,
    default: 1,
  },
  'metrics.keep.minutesDays': {
    ...metrics,
    title: 'Keep minutes for',
    description: 'After that, only hours are left.',
    kind: integer(7, 365, 'days'),
    dropsWhenLower: true,
    default: 30,
  },
  'metrics.keep.hoursDays': {
    ...metrics,
    title: 'Keep hours for',
    description: 'After that, nothing is left.',
    kind: integer(30, 3650, 'days'),
    dropsWhenLower: true,
    default: 730,
  },
  'metrics.maxMegabytes': {
    ...metrics,
    title: 'Metrics take at most',
    description: 'Above that, the oldest of the finest steps are dropped first.',
    kind: integer(50, 10_000, 'MB'),
    dropsWhenLower: true,
    default: 400,
  },
  'metrics.slowQueryMs': {
    ...metrics,
    title: 'A query of the databases is slow above',
    description: 'It is counted as slow, and its name is noted in the log of the program.',
    kind: integer(10, 60_000, 'ms'),
    default: 1_000,
  },
  'traffic.keepDays': {
    ...traffic,
    title: 'Keep records of requests for',
    description: 'After that, only totals by hour are left, for 90 days, and the charts of the metrics.',
    kind: integer(1, 90, 'days'),
    dropsWhenLower: true,
    default: 7,
  },
  'traffic.maxMegabytes': {
    ...traffic,
    title: 'Records of requests take at most',
    description: 'Above that, the oldest are dropped, however young they are. Totals stay.',
    kind: integer(50, 100_000, 'MB'),
    dropsWhenLower: true,
    default: 2_000,
  },
  'alerts.updateMinutes': {
    ...alerts,
    title: 'Tell of further alerts of a group every',
    description:
      'Alerts of one group are told together. What joins later comes in one update, at most so often; what is worse comes at once.',
    kind: integer(1, 60, 'minutes'),
    default: 5,
  },
  'backup.daily': {
    ...backup,
    title: 'Make a backup every day',
    description:
      'Of vault, users, settings and rules, on this machine, while the vault is open. It opens with this vault and with the recovery key.',
    kind: { type: 'boolean' },
    default: true,
  },
  'backup.hour': {
    ...backup,
    title: 'Hour of the daily backup',
    description: 'By the clock of this machine. One that was missed is made soon after the next start.',
    kind: integer(0, 23, 'h'),
    default: 3,
  },
  'backup.keep': {
    ...backup,
    title: 'Keep daily backups',
    description: 'The oldest go once a new one was read again whole. Those that were made on demand stay.',
    kind: integer(1, 90, 'backups'),
    dropsWhenLower: true,
    default: 7,
  },
  'backup.withLog': {
    ...backup,
    title: 'Daily backups hold the audit log',
    description: 'Takes as much room as the log, for each backup that is kept.',
    kind: { type: 'boolean' },
    default: false,
  },
  'backup.maxUploadMegabytes': {
    ...backup,
    title: 'A backup that is brought has at most',
    description: 'A larger file is refused before it is taken.',
    kind: integer(10, 1_000_000, 'MB'),
    default: 4_000,
  },
} as const satisfies Record<string, Definition>

export type SettingKey = keyof typeof registry
export type SettingType<Key extends SettingKey> = (typeof registry)[Key]['default'] extends number
  ? number
  : (typeof registry)[Key]['default'] extends boolean
    ? boolean
    : string

export const settingKeys = Object.keys(registry) as SettingKey[]
export const definitionOf = (key: SettingKey): Definition => registry[key]
export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(registry, key)
