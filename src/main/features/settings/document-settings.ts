/** All settings as a page of the documentation, told from the registry. Pure. */
import { profileNames } from '../../../shared/contract/settings.ts'
import type { Setting, SettingValue } from '../../../shared/contract/settings.ts'
import { settingLimitsWords, settingValueWords } from '../../../shared/setting-value-words.ts'
import { settingsFile, variableOf } from './given-settings.ts'
import { profileOf } from './settings-profiles.ts'
import { definitionOf, settingKeys } from './settings.registry.ts'
import type { SettingKey } from './settings.registry.ts'

const code = (text: string) => `\`${text}\``

const allowed = (kind: Setting['kind']): string => {
  if (kind.type === 'integer') return settingLimitsWords(kind)
  if (kind.type === 'boolean') return `${code('true')} or ${code('false')}`
  return kind.options.map(({ value, label }) => `${code(JSON.stringify(value))} (${label})`).join(', ')
}

const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const groups = (): Map<string, SettingKey[]> => Map.groupBy(settingKeys, (key) => definitionOf(key).group)

/** The first of each group, so that the example shows every group and stays short. */
const example = (): string => {
  const keys = [...groups().values()].flatMap(([first]) => first ?? [])
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, definitionOf(key).default])), null, 2)
}

const groupPart = ([name, keys]: [string, SettingKey[]]): string => {
  const rows = keys.map((key) => {
    const { title, description, kind, default: byDefault, applies, dropsWhenLower, permission } = definitionOf(key)
    return [
      code(key),
      [
        `**${title}.** ${description}`,
        ...(dropsWhenLower ? ['A smaller value deletes for good what no longer has room.'] : []),
        ...(applies === 'restart' ? ['Applies after a restart.'] : []),
        ...(permission === 'settings:write' ? [] : [`Changing it takes ${code(permission)}.`]),
      ].join(' '),
      settingValueWords(kind, byDefault),
      allowed(kind),
    ]
  })
  return `### ${name}\n\n${table(['key', 'what it does', 'default', 'allowed'], rows)}`
}

const profilePart = (): string => {
  const keys = Object.keys(profileOf('production').values) as SettingKey[]
  const valueOf = (value: SettingValue | undefined, key: SettingKey) =>
    value === undefined ? '' : settingValueWords(definitionOf(key).kind, value)
  return table(
    ['key', ...profileNames],
    keys.map((key) => [code(key), ...profileNames.map((name) => valueOf(profileOf(name).values[key], key))]),
  )
}

export const documentSettings = (): string => {
  const first: SettingKey = 'access.session.idleLockMinutes'
  return `<!-- Written by npm run document-settings from the registry; do not edit. -->

# Settings

Every setting has a default. A value in ${code(settingsFile)} stands above it, an environment variable above that, and what an administrator changes in the console above all. The console's page _Settings_ shows where each value comes from and what would stand without it, who changed it when, and the way back from every change.

## The file

${code(settingsFile)} lies in the data directory and is read at the start. It holds one object of values by key; what it does not name stays as it is. The same shape is exported and imported by the page _Settings_. No setting is a secret, and none has a place in the file.

\`\`\`json
${example()}
\`\`\`

A file that is not JSON, names a key that is no setting or one twice, or holds a value of the wrong type or out of its limits stops the start: all that is wrong is named at once, with its lines, together with what is wrong in the environment. An import in the console names the same and changes nothing.

## The environment

The name of a variable is that of the key, in capitals: ${code(first)} is ${code(`${variableOf(first)}=10`)}. A variable that begins with ${code('GATEHOUSE_SETTING_')} and is no setting stops the start, so that a slip of the pen does not go unseen.

## All settings

${[...groups()].map(groupPart).join('\n\n')}

## Profiles

A profile is a set of values for a kind of machine. It is applied in the console, after it was shown what it would change, as one change that is undone as one. What is kept, and for how long, is in none: a smaller value deletes for good, and an undo would not bring it back.

${profilePart()}
`
}
