/** The values in force: default < file < environment < run time. Changes are audited, versioned and can be undone. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Setting, SettingChange, SettingValue } from '../../../shared/contract/settings.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import { roleMay } from '../../../shared/permissions.ts'
import type { Role } from '../../../shared/permissions.ts'
import type { By, Database } from '../../database/database.ts'
import { readSettingsEnvironment, readSettingsFile } from './given-settings.ts'
import { refusalOf, wordsOf } from './judge-value.ts'
import { definitionOf, isSettingKey, settingKeys } from './settings.registry.ts'
import type { SettingKey, SettingType } from './settings.registry.ts'
import { changeById, newestChanges, storedSetting, storedSettings, writeSetting } from './settings.store.ts'
import type { StoredSetting } from './settings.store.ts'

export interface SettingsOptions {
  database: Database
  ids: Ids
  clock: Clock
  events: LiveEvents
  dataDirectory: string
  environment: NodeJS.ProcessEnv
}

const historyLength = 200

/** Throws `BadConfiguration` where file or environment hold what cannot stand. */
export const createSettings = ({ database, ids, clock, events, dataDirectory, environment }: SettingsOptions) => {
  const file = readSettingsFile(dataDirectory)
  const variables = readSettingsEnvironment(environment)
  let stored: Map<string, StoredSetting> = database.read(storedSettings)

  /** A run-time value that an older registry allowed and this one does not is passed over, not obeyed. */
  const runTimeOf = (key: SettingKey): SettingValue | null => {
    const value = stored.get(key)?.value ?? null
    const { title, kind } = definitionOf(key)
    return value !== null && refusalOf(title, kind, value) === null ? value : null
  }
  const below = (key: SettingKey): { value: SettingValue; origin: Setting['origin'] } => {
    const fromVariable = variables[key]
    if (fromVariable !== undefined) return { value: fromVariable, origin: 'environment' }
    const fromFile = file[key]
    if (fromFile !== undefined) return { value: fromFile, origin: 'file' }
    return { value: definitionOf(key).default, origin: 'default' }
  }
  const settingOf = (key: SettingKey): Setting => {
    const runTime = runTimeOf(key)
    const { group, title, description, kind, applies, permission, default: byDefault } = definitionOf(key)
    const { value, origin } = runTime === null ? below(key) : { value: runTime, origin: 'run time' as const }
    return {
      key,
      group,
      title,
      description,
      kind,
      value,
      default: byDefault,
      origin,
      applies,
      permission,
      version: stored.get(key)?.version ?? 0,
    }
  }

  const write = async (by: By, key: SettingKey, to: SettingValue | null, version: number, why: string): Promise<string> => {
    const { title, kind } = definitionOf(key)
    const id = ids.next()
    const words = (value: SettingValue | null) => wordsOf(kind, value ?? below(key).value)
    await database.change(
      by,
      (from: SettingValue | null) => ({
        action: 'setting.changed',
        severity: 'medium',
        message: `${by.actor.name} ${why} “${title}” from ${words(from)} to ${words(to)}`,
        target: { kind: 'setting', id: key, name: title },
        detail: { key, from: from ?? below(key).value, to: to ?? below(key).value, reset: to === null },
      }),
      (tx) => {
        const present = storedSetting(tx, key)
        if (present.version !== version)
          throw new GatehouseError('CONFLICT', `“${title}” was changed elsewhere meanwhile: it is now ${words(present.value)}.`, {})
        writeSetting(tx, { id, key, from: present.value, to, actorName: by.actor.name, atMs: clock.now() }, version + 1)
        return present.value
      },
    )
    stored = database.read(storedSettings)
    events.publish({ kind: 'settings-changed' })
    return id
  }

  return {
    get: <Key extends SettingKey>(key: Key): SettingType<Key> => settingOf(key).value as SettingType<Key>,

    list: (): Setting[] => settingKeys.map(settingOf),

    /** Throws NOT_FOUND, NOT_PERMITTED, INVALID_INPUT or CONFLICT. */
    change: async (
      by: By,
      role: Role,
      key: string,
      value: SettingValue | null,
      version: number,
    ): Promise<{ setting: Setting; changeId: string }> => {
      if (!isSettingKey(key)) throw new GatehouseError('NOT_FOUND', 'There is no such setting.', {})
      const { title, kind, permission } = definitionOf(key)
      if (!roleMay(role, permission))
        throw new GatehouseError('NOT_PERMITTED', `This setting takes the permission ${permission}.`, { permission })
      const refusal = value === null ? null : refusalOf(title, kind, value)
      if (refusal) throw new GatehouseError('INVALID_INPUT', refusal, { field: 'value' })
      const changeId = await write(by, key, value, version, value === null ? 'reset' : 'changed')
      return { setting: settingOf(key), changeId }
    },

    history: (): SettingChange[] =>
      database
        .read((db) => newestChanges(db, historyLength))
        .filter((change) => isSettingKey(change.key))
        .map(({ newest, ...change }) => ({ ...change, title: definitionOf(change.key as SettingKey).title, undoable: newest })),

    /** Restores what stood before the newest change of its setting; itself a change. Throws NOT_FOUND or CONFLICT. */
    undo: async (by: By, role: Role, changeId: string): Promise<Setting> => {
      const change = database.read((db) => changeById(db, changeId))
      if (!change || !isSettingKey(change.key)) throw new GatehouseError('NOT_FOUND', 'There is no such change.', {})
      const { title, kind, permission } = definitionOf(change.key)
      if (!roleMay(role, permission))
        throw new GatehouseError('NOT_PERMITTED', `This setting takes the permission ${permission}.`, { permission })
      if (!change.newest) throw new GatehouseError('CONFLICT', `“${title}” was changed again since; undo the newest change first.`, {})
      const refusal = change.from === null ? null : refusalOf(title, kind, change.from)
      if (refusal) throw new GatehouseError('INVALID_INPUT', `What stood before is no longer allowed. ${refusal}`, { field: 'value' })
      await write(by, change.key, change.from, stored.get(change.key)?.version ?? 0, 'set back')
      return settingOf(change.key)
    },
  }
}
export type Settings = ReturnType<typeof createSettings>
