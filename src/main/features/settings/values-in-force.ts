/** What is in force of what was given: default < file < environment < run time. */
import type { Setting, SettingValue } from '../../../shared/contract/settings.ts'
import { variableOf } from './given-settings.ts'
import { refusalOf } from './judge-value.ts'
import type { GivenSettings } from './read-settings-text.ts'
import { definitionOf } from './settings.registry.ts'
import type { SettingKey } from './settings.registry.ts'
import type { StoredSetting } from './settings.store.ts'

export type Layer = Setting['layers'][number]

/** Upon which version what is to be written. */
export interface Write {
  key: SettingKey
  /** null: what lies below run time. */
  to: SettingValue | null
  version: number
}

export interface Given {
  file: GivenSettings
  environment: GivenSettings
}

/** Below run time, the highest first; the default is always there. */
const layersBelow = (given: Given, key: SettingKey): [Layer, ...Layer[]] => {
  const fromFile = given.file[key]
  const fromVariable = given.environment[key]
  const byDefault: Layer = { origin: 'default', value: definitionOf(key).default }
  const file: [Layer, ...Layer[]] = fromFile === undefined ? [byDefault] : [{ origin: 'file', value: fromFile }, byDefault]
  return fromVariable === undefined ? file : [{ origin: 'environment', value: fromVariable }, ...file]
}

/** What stands where nothing is set at run time. */
export const belowOf = (given: Given, key: SettingKey): Layer => layersBelow(given, key)[0]

export const settingOf = (given: Given, key: SettingKey, stored: StoredSetting | undefined): Setting => {
  const { group, title, description, kind, default: byDefault, applies, dropsWhenLower = false, permission } = definitionOf(key)
  const runTime: SettingValue | null = stored?.value ?? null
  const below = layersBelow(given, key)
  // A run-time value that an older registry allowed and this one does not is passed over, not obeyed.
  const stands = runTime !== null && refusalOf(title, kind, runTime) === null
  const layers: [Layer, ...Layer[]] = stands ? [{ origin: 'run time', value: runTime }, ...below] : below
  return {
    key,
    group,
    title,
    description,
    kind,
    ...layers[0],
    default: byDefault,
    layers,
    variable: variableOf(key),
    applies,
    dropsWhenLower,
    permission,
    version: stored?.version ?? 0,
  }
}
