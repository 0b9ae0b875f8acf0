/** How settings and their values are put into words, and how typed figures are read. */
import type { Setting, SettingValue } from '../../../shared/contract/settings.ts'
import { formatCount } from '../../ui/format.ts'

export const originWords: Record<Setting['origin'], string> = {
  default: 'Default',
  file: 'Set in settings.json',
  environment: 'Set by environment',
  'run time': 'Changed here',
}

const singular = (unit: string) => unit.replace(/s$/, '')

/** `30 minutes`, `on`, or the option's label. */
export const valueWords = (kind: Setting['kind'], value: SettingValue): string => {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (kind.type === 'choice') return kind.options.find((option) => option.value === value)?.label ?? String(value)
  if (kind.type === 'integer' && typeof value === 'number') return `${formatCount(value)} ${value === 1 ? singular(kind.unit) : kind.unit}`
  return String(value)
}

/** null: nothing was set here, so what the file, the environment or the default says. */
export const changeWords = (kind: Setting['kind'] | undefined, value: SettingValue | null): string =>
  value === null ? 'not set here' : kind ? valueWords(kind, value) : String(value)

type IntegerKind = Extract<Setting['kind'], { type: 'integer' }>

export const limitsWords = ({ floor, ceiling, unit }: IntegerKind): string => `${formatCount(floor)} to ${formatCount(ceiling)} ${unit}`

export type ReadInteger = { kind: 'value'; value: number } | { kind: 'problem'; sentence: string }

/** What was typed as a whole number within the limits; thousands separators and spaces are forgiven. */
export const readInteger = (text: string, limits: IntegerKind): ReadInteger => {
  const digits = text.trim().replaceAll(/(?<=\d)[\s,](?=\d{3}\b)/g, '')
  if (digits === '') return { kind: 'problem', sentence: `Enter ${limitsWords(limits)}.` }
  if (!/^-?\d{1,15}$/.test(digits)) return { kind: 'problem', sentence: `Enter a whole number, ${limitsWords(limits)}.` }
  const value = Number(digits)
  if (value < limits.floor) return { kind: 'problem', sentence: `Too small: at least ${valueWords(limits, limits.floor)}.` }
  if (value > limits.ceiling) return { kind: 'problem', sentence: `Too large: at most ${valueWords(limits, limits.ceiling)}.` }
  return { kind: 'value', value }
}
