/** Whether a value may stand for a setting, and what to say when it may not. Pure. */
import type { Setting, SettingValue } from '../../../shared/contract/settings.ts'
import { settingLimitsWords } from '../../../shared/setting-value-words.ts'
import { definitionOf } from './settings.registry.ts'
import type { SettingKey } from './settings.registry.ts'

/** Null where it may; else a plain sentence with the allowed range. */
export const refusalOf = (title: string, kind: Setting['kind'], value: unknown): string | null => {
  switch (kind.type) {
    case 'integer':
      if (typeof value === 'number' && Number.isInteger(value) && value >= kind.floor && value <= kind.ceiling) return null
      return `“${title}” takes a whole number from ${settingLimitsWords(kind)}.`
    case 'boolean':
      return typeof value === 'boolean' ? null : `“${title}” is either on (true) or off (false).`
    case 'choice':
      return kind.options.some((option) => option.value === value)
        ? null
        : `“${title}” is one of: ${kind.options.map((option) => option.value).join(', ')}.`
  }
}

/** What was given may be anything, a secret in the wrong file too: no more of it is told than tells a slip of the pen. */
const shown = (value: unknown): string => {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 24)}… (${text.length} characters)` : text
}

/** The refusal of a value that was given from outside, with what it is. */
export const refusalOfGiven = (key: SettingKey, value: unknown): string | null => {
  const { title, kind } = definitionOf(key)
  const refusal = refusalOf(title, kind, value)
  return refusal && `${refusal} It is ${shown(value)}.`
}

/** What an environment variable's text stands for; the text itself where it is no such value. */
export const parseText = (kind: Setting['kind'], text: string): SettingValue => {
  if (kind.type === 'integer' && /^-?\d{1,15}$/.test(text.trim())) return Number(text)
  if (kind.type === 'boolean' && /^(true|false)$/i.test(text.trim())) return text.trim().toLowerCase() === 'true'
  return text
}
