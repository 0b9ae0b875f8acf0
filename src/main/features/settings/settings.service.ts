/** The values in force: default < file < environment < run time. Changes are audited, versioned and can be undone. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Setting, SettingAct, SettingValue } from '../../../shared/contract/settings.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import { rightsInclude } from '../../../shared/permissions.ts'
import type { Rights } from '../../../shared/permissions.ts'
import { settingValueWords } from '../../../shared/setting-value-words.ts'
import type { By, Database } from '../../database/database.ts'
import { readGivenSettings } from './given-settings.ts'
import { refusalOf } from './judge-value.ts'
import { createSettingSets } from './setting-sets.service.ts'
import { changeEvents } from './setting-events.ts'
import { definitionOf, isSettingKey, settingKeys } from './settings.registry.ts'
import type { SettingKey, SettingType } from './settings.registry.ts'
import { actById, newestActs, storedSetting, storedSettings, writeSetting } from './settings.store.ts'
import type { StoredAct, StoredSetting } from './settings.store.ts'
import { belowOf, settingOf } from './values-in-force.ts'
import type { Write } from './values-in-force.ts'

export interface SettingsOptions {
  database: Database
  ids: Ids
  clock: Clock
  events: LiveEvents
  dataDirectory: string
  environment: NodeJS.ProcessEnv
}

const refuseWithout = (rights: Rights, key: SettingKey): void => {
  const { title, permission } = definitionOf(key)
  if (!rightsInclude(rights, permission))
    throw new GatehouseError('NOT_PERMITTED', `Changing “${title}” takes the permission ${permission}.`, { permission })
}

/** Settings of an older version that this one does not have are left out; null where nothing is left. */
const actOf = ({ changes, ...act }: StoredAct): SettingAct | null => {
  const known = changes.flatMap((change) => (isSettingKey(change.key) ? [{ ...change, title: definitionOf(change.key).title }] : []))
  return known.length === 0 ? null : { ...act, changes: known }
}

/** Throws `BadConfiguration` where file or environment hold what cannot stand. */
export const createSettings = ({ database, ids, clock, events, dataDirectory, environment }: SettingsOptions) => {
  const given = readGivenSettings(dataDirectory, environment)
  let stored: Map<string, StoredSetting> = database.read(storedSettings)
  const settingNow = (key: SettingKey): Setting => settingOf(given, key, stored.get(key))

  /** All or nothing, in one transaction. Throws NOT_PERMITTED or CONFLICT. */
  const write = async (
    by: By,
    rights: Rights,
    { kind, name }: Pick<SettingAct, 'kind' | 'name'>,
    writes: readonly Write[],
  ): Promise<SettingAct> => {
    for (const { key } of writes) refuseWithout(rights, key)
    const act = { id: ids.next(), kind, name, actorName: by.actor.name, atMs: clock.now() }
    const changes = await database.change(
      by,
      (made: SettingAct['changes']) => changeEvents({ ...act, changes: made }),
      (tx) =>
        writes.map(({ key, to, version }) => {
          const { title, kind: its } = definitionOf(key)
          const present = storedSetting(tx, key)
          if (present.version !== version)
            throw new GatehouseError(
              'CONFLICT',
              `“${title}” was changed elsewhere meanwhile: it is now ${settingValueWords(its, present.value ?? belowOf(given, key).value)}.`,
              {},
            )
          const change = {
            id: ids.next(),
            key,
            from: present.value,
            to,
            fromInForce: settingOf(given, key, present).value,
            toInForce: to ?? belowOf(given, key).value,
          }
          writeSetting(tx, act, change, version + 1)
          return { ...change, title }
        }),
    )
    stored = database.read(storedSettings)
    events.publish({ kind: 'settings-changed' })
    const [newest] = database.read((db) => newestActs(db, { key: null, before: null, limit: 1 }))
    return { ...act, newest: true, sequence: newest?.sequence ?? 0, changes }
  }

  const sets = createSettingSets({
    settingNow,
    belowOf: (key) => belowOf(given, key),
    actById: (id) => database.read((db) => actById(db, id)),
    write,
  })

  return {
    ...sets,

    get: <Key extends SettingKey>(key: Key): SettingType<Key> => settingNow(key).value as SettingType<Key>,

    list: (): Setting[] => settingKeys.map(settingNow),

    /** Throws NOT_FOUND, NOT_PERMITTED, INVALID_INPUT or CONFLICT. */
    change: async (
      by: By,
      rights: Rights,
      key: string,
      value: SettingValue | null,
      version: number,
    ): Promise<{ setting: Setting; changeId: string }> => {
      if (!isSettingKey(key)) throw new GatehouseError('NOT_FOUND', 'There is no such setting.', {})
      refuseWithout(rights, key)
      const { title, kind } = definitionOf(key)
      const refusal = value === null ? null : refusalOf(title, kind, value)
      if (refusal) throw new GatehouseError('INVALID_INPUT', refusal, { field: 'value' })
      const act = await write(by, rights, { kind: value === null ? 'reset' : 'change', name: null }, [{ key, to: value, version }])
      return { setting: settingNow(key), changeId: act.id }
    },

    history: (asked: { key: string | null; before: number | null; limit: number }): { acts: SettingAct[]; more: boolean } => {
      const found = database.read((db) => newestActs(db, { ...asked, limit: asked.limit + 1 }))
      const acts = found.slice(0, asked.limit).flatMap((act) => actOf(act) ?? [])
      return { acts, more: found.length > asked.limit }
    },

    /** Restores what stood before an act that is the newest of its settings; itself an act. Throws NOT_FOUND, INVALID_INPUT or CONFLICT. */
    undo: async (by: By, rights: Rights, id: string): Promise<SettingAct> => {
      const found = database.read((db) => actById(db, id))
      if (!found) throw new GatehouseError('NOT_FOUND', 'There is no such change.', {})
      if (!found.act.newest)
        throw new GatehouseError('CONFLICT', 'It was changed again since. See what undoing this would set now, then decide.', {})
      const writes = found.of.flatMap(({ key, from }): Write[] =>
        isSettingKey(key) ? [{ key, to: from, version: stored.get(key)?.version ?? 0 }] : [],
      )
      for (const { key, to } of writes) {
        const { title, kind } = definitionOf(key)
        const refusal = to === null ? null : refusalOf(title, kind, to)
        if (refusal) throw new GatehouseError('INVALID_INPUT', `What stood before is no longer allowed. ${refusal}`, { field: 'value' })
      }
      if (writes.length === 0) throw new GatehouseError('NOT_FOUND', 'What it changed is no setting any more.', {})
      return write(by, rights, { kind: 'undo', name: null }, writes)
    },
  }
}
export type Settings = ReturnType<typeof createSettings>
