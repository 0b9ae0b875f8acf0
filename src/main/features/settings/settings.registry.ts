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
  permission: Permission
}

const access = { group: 'Access', applies: 'live', permission: 'settings:write' } as const
const integer = (floor: number, ceiling: number, unit: string) => ({ type: 'integer', floor, ceiling, unit }) as const

export const registry = {
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
