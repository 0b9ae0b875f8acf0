/** Settings given from outside: `settings.json` in the data directory and `GATEHOUSE_SETTING_…` variables. Read once, at the start. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SettingValue } from '../../../shared/contract/settings.ts'
import { parseText, refusalOf } from './judge-value.ts'
import { definitionOf, isSettingKey, settingKeys } from './settings.registry.ts'
import type { SettingKey } from './settings.registry.ts'

export const settingsFile = 'settings.json'
const prefix = 'GATEHOUSE_SETTING_'

/** What was given cannot stand; `message` names where, which and what is allowed. The console does not start with it. */
export class BadConfiguration extends Error {
  override name = 'BadConfiguration'
}

export type GivenSettings = Partial<Record<SettingKey, SettingValue>>

/** `access.session.idleLockMinutes` → `GATEHOUSE_SETTING_ACCESS_SESSION_IDLE_LOCK_MINUTES`. */
export const variableOf = (key: string): string =>
  prefix +
  key
    .replaceAll('.', '_')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()

const checked = (key: SettingKey, value: unknown, where: string): SettingValue => {
  const { title, kind } = definitionOf(key)
  const refusal = refusalOf(title, kind, value)
  if (refusal) throw new BadConfiguration(`${where} cannot be used: ${refusal} It is ${JSON.stringify(value)}.`)
  return value as SettingValue
}

/** Throws `BadConfiguration`; a missing file gives nothing. */
export const readSettingsFile = (dataDirectory: string): GivenSettings => {
  let text: string
  try {
    text = readFileSync(join(dataDirectory, settingsFile), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new BadConfiguration(`${settingsFile} in the data directory cannot be read.`)
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new BadConfiguration(`${settingsFile} in the data directory is not JSON.`)
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new BadConfiguration(`${settingsFile} holds one object of settings by key.`)
  const given: GivenSettings = {}
  for (const [key, value] of Object.entries(parsed)) {
    if (!isSettingKey(key))
      throw new BadConfiguration(`${settingsFile} names ${JSON.stringify(key)}, which is no setting. There are: ${settingKeys.join(', ')}.`)
    given[key] = checked(key, value, `${key} in ${settingsFile}`)
  }
  return given
}

/** Throws `BadConfiguration` also for a variable of our prefix that is no setting: a slip of the pen must not go unseen. */
export const readSettingsEnvironment = (environment: NodeJS.ProcessEnv): GivenSettings => {
  const keyOf = new Map(settingKeys.map((key) => [variableOf(key), key]))
  const given: GivenSettings = {}
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith(prefix) || text === undefined) continue
    const key = keyOf.get(name)
    if (!key) throw new BadConfiguration(`${name} is no setting. There are: ${[...keyOf.keys()].join(', ')}.`)
    given[key] = checked(key, parseText(definitionOf(key).kind, text), name)
  }
  return given
}
