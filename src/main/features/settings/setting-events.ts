/** What the log says of a change of settings: each with what was and what is, and of several first what they were together. Pure. */
import type { SettingAct, SettingValue } from '../../../shared/contract/settings.ts'
import { settingValueWords } from '../../../shared/setting-value-words.ts'
import type { AuditEvent } from '../../database/database.ts'
import { definitionOf } from './settings.registry.ts'
import type { SettingKey } from './settings.registry.ts'

const verbs: Record<SettingAct['kind'], string> = {
  change: 'changed',
  reset: 'reset',
  undo: 'set back',
  profile: 'changed',
  file: 'changed',
}

const togetherWords = ({ kind, name, actorName, changes }: ActMade): string => {
  const count = `${changes.length} ${changes.length === 1 ? 'setting' : 'settings'}`
  if (kind === 'profile') return `${actorName} applied the profile ${name ?? ''}: ${count} changed`
  if (kind === 'file') return `${actorName} imported ${name ?? 'a file'}: ${count} changed`
  return `${actorName} undid an earlier change: ${count} set back`
}

type ActMade = Pick<SettingAct, 'id' | 'kind' | 'name' | 'actorName' | 'changes'>

export const changeEvents = (act: ActMade): AuditEvent[] => {
  const each = act.changes.map(({ key, title, to, fromInForce, toInForce }): AuditEvent => {
    const { kind } = definitionOf(key as SettingKey)
    const words = (value: SettingValue | null) => (value === null ? 'not set' : settingValueWords(kind, value))
    return {
      action: 'setting.changed',
      severity: 'medium',
      message: `${act.actorName} ${verbs[act.kind]} “${title}” from ${words(fromInForce)} to ${words(toInForce)}`,
      target: { kind: 'setting', id: key, name: title },
      detail: { key, from: fromInForce, to: toInForce, reset: to === null, act: act.id },
    }
  })
  if (each.length === 1 && act.kind !== 'profile' && act.kind !== 'file') return each
  const together: AuditEvent = {
    action: 'settings.applied',
    severity: 'medium',
    message: togetherWords(act),
    detail: { act: act.id, kind: act.kind, name: act.name, keys: act.changes.map(({ key }) => key) },
  }
  return [together, ...each]
}
