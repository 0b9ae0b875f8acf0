/** Settings given from outside: `settings.json` in the data directory and `GATEHOUSE_SETTING_…` variables. Read once, at the start. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseText, refusalOfGiven } from './judge-value.ts'
import { readSettingsText } from './read-settings-text.ts'
import type { GivenSettings } from './read-settings-text.ts'
import { definitionOf, settingKeys } from './settings.registry.ts'

export const settingsFile = 'settings.json'
const prefix = 'GATEHOUSE_SETTING_'

/** What was given cannot stand; `message` names all of it: where, which and what is allowed. The console does not start with it. */
export class BadConfiguration extends Error {
  override name = 'BadConfiguration'
}

/** `access.session.idleLockMinutes` → `GATEHOUSE_SETTING_ACCESS_SESSION_IDLE_LOCK_MINUTES`. */
export const variableOf = (key: string): string =>
  prefix +
  key
    .replaceAll('.', '_')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()

interface Read {
  given: GivenSettings
  /** Each a sentence that says where. */
  faults: string[]
}

/** A missing file gives nothing. */
const readFile = (dataDirectory: string): Read => {
  let text: string
  try {
    text = readFileSync(join(dataDirectory, settingsFile), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { given: {}, faults: [] }
    return { given: {}, faults: [`${settingsFile} in the data directory cannot be read.`] }
  }
  const { given, faults } = readSettingsText(text)
  return {
    given,
    faults: faults.map(({ line, sentence }) => `${settingsFile}${line === null ? '' : `, line ${line}`}: ${sentence}`),
  }
}

/** A variable of our prefix that is no setting is a fault, too: a slip of the pen must not go unseen. */
const readEnvironment = (environment: NodeJS.ProcessEnv): Read => {
  const keyOf = new Map(settingKeys.map((key) => [variableOf(key), key]))
  const given: GivenSettings = {}
  const faults: string[] = []
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith(prefix) || text === undefined) continue
    const key = keyOf.get(name)
    if (!key) {
      faults.push(`${name} is no setting.`)
      continue
    }
    const value = parseText(definitionOf(key).kind, text)
    const refusal = refusalOfGiven(key, value)
    if (refusal) faults.push(`${name}: ${refusal}`)
    else given[key] = value
  }
  return { given, faults }
}

/** Throws `BadConfiguration` with all that is wrong in both. */
export const readGivenSettings = (
  dataDirectory: string,
  environment: NodeJS.ProcessEnv,
): { file: GivenSettings; environment: GivenSettings } => {
  const file = readFile(dataDirectory)
  const variables = readEnvironment(environment)
  const faults = [...file.faults, ...variables.faults]
  if (faults.length === 1) throw new BadConfiguration(`${faults[0]} Every setting is in docs/settings.md.`)
  if (faults.length > 1)
    throw new BadConfiguration(
      `The settings given from outside cannot be used:\n${faults.map((fault) => `- ${fault}`).join('\n')}\nEvery setting is in docs/settings.md.`,
    )
  return { file: file.given, environment: variables.given }
}
