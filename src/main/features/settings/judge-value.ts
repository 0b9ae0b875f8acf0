/** Whether a value may stand for a setting, and what to say when it may not. Pure. */
import type { Setting, SettingValue } from '../../../shared/contract/settings.ts'

/** Null where it may; else a plain sentence with the allowed range. */
export const refusalOf = (title: string, kind: Setting['kind'], value: unknown): string | null => {
  switch (kind.type) {
    case 'integer':
      if (typeof value === 'number' && Number.isInteger(value) && value >= kind.floor && value <= kind.ceiling) return null
      return `“${title}” takes a whole number from ${kind.floor} to ${kind.ceiling} ${kind.unit}.`
    case 'boolean':
      return typeof value === 'boolean' ? null : `“${title}” is either on (true) or off (false).`
    case 'choice':
      return kind.options.some((option) => option.value === value)
        ? null
        : `“${title}” is one of: ${kind.options.map((option) => option.value).join(', ')}.`
  }
}

/** What an environment variable's text stands for; the text itself where it is no such value. */
export const parseText = (kind: Setting['kind'], text: string): SettingValue => {
  if (kind.type === 'integer' && /^-?\d{1,15}$/.test(text.trim())) return Number(text)
  if (kind.type === 'boolean' && /^(true|false)$/i.test(text.trim())) return text.trim().toLowerCase() === 'true'
  return text
}

/** For people: "30 minutes", "on". */
export const wordsOf = (kind: Setting['kind'], value: SettingValue): string => {
  if (kind.type === 'integer') return `${String(value)} ${kind.unit}`
  if (kind.type === 'boolean') return value === true ? 'on' : 'off'
  return kind.options.find((option) => option.value === value)?.label ?? String(value)
}
