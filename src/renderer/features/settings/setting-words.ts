/** How settings and their values are put into words, and how typed figures are read. */
import type { Setting, SettingAct, SettingDifference, SettingOrigin, SettingValue } from '../../../shared/contract/settings.ts'
import { formatCount, formatCounted } from '../../ui/format.ts'

export const originWords: Record<SettingOrigin, string> = {
  default: 'Default',
  file: 'Set in settings.json',
  environment: 'Set by environment',
  'run time': 'Changed here',
}

/** What would stand without the layer above: `else 15 minutes by environment`. */
export const belowWords: Record<SettingOrigin, string> = {
  default: 'by default',
  file: 'by settings.json',
  environment: 'by environment',
  'run time': 'here',
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

const settingsCounted = (count: number) => formatCounted(count, 'setting', 'settings')

/** What was done at once, where it was more than one setting changed by hand. */
export const actWords = ({ kind, name, changes: [first, ...more] }: SettingAct): string => {
  if (kind === 'profile') return `Profile ${name ?? ''}`
  if (kind === 'file') return `Imported ${name ?? 'a file'}`
  if (more.length === 0) return first?.title ?? ''
  return kind === 'undo' ? `Undo of ${settingsCounted(more.length + 1)}` : settingsCounted(more.length + 1)
}

type IntegerKind = Extract<Setting['kind'], { type: 'integer' }>

export const limitsWords = ({ floor, ceiling, unit }: IntegerKind): string => `${formatCount(floor)} to ${formatCount(ceiling)} ${unit}`

/** What may stand for it. */
export const allowedWords = (kind: Setting['kind']): string => {
  if (kind.type === 'integer') return limitsWords(kind)
  if (kind.type === 'boolean') return 'on or off'
  return kind.options.map(({ label }) => label).join(', ')
}

/** It goes down, and what no longer has room is deleted for good. */
export const drops = ({ dropsWhenLower }: { dropsWhenLower: boolean }, from: SettingValue, to: SettingValue): boolean =>
  dropsWhenLower && typeof from === 'number' && typeof to === 'number' && to < from

export const differenceDrops = (difference: SettingDifference): boolean => drops(difference, difference.from.value, difference.to.value)

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
