/** How settings and their values are put into words, and how typed figures are read. */
import type { Setting, SettingAct, SettingDifference, SettingOrigin, SettingValue } from '../../../shared/contract/settings.ts'
import { settingLimitsWords, settingValueWords } from '../../../shared/setting-value-words.ts'
import { formatCounted } from '../../ui/format.ts'

export const originWords: Record<SettingOrigin, string> = {
  default: 'Default',
  file: 'By settings.json',
  environment: 'By environment',
  'run time': 'Changed here',
}

/** What would stand without the layer above: `else 15 minutes by environment`. */
export const belowWords: Record<SettingOrigin, string> = {
  default: 'by default',
  file: 'by settings.json',
  environment: 'by environment',
  'run time': 'here',
}

/** null: nothing was set here, so what the file, the environment or the default says. */
export const changeWords = (kind: Setting['kind'] | undefined, value: SettingValue | null): string =>
  value === null ? 'not set here' : kind ? settingValueWords(kind, value) : String(value)

const settingsCounted = (count: number) => formatCounted(count, 'setting', 'settings')

/** What was done at once, where it was more than one setting changed by hand. */
export const actWords = ({ kind, name, changes: [first, ...more] }: SettingAct): string => {
  if (kind === 'profile') return `Profile ${name ?? ''}`
  if (kind === 'file') return `Imported ${name ?? 'a file'}`
  if (more.length === 0) return first?.title ?? ''
  return kind === 'undo' ? `Undo of ${settingsCounted(more.length + 1)}` : settingsCounted(more.length + 1)
}

type IntegerKind = Extract<Setting['kind'], { type: 'integer' }>

/** What may stand for it. */
export const allowedWords = (kind: Setting['kind']): string => {
  if (kind.type === 'integer') return settingLimitsWords(kind)
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
  if (digits === '') return { kind: 'problem', sentence: `Enter ${settingLimitsWords(limits)}.` }
  if (!/^-?\d{1,15}$/.test(digits)) return { kind: 'problem', sentence: `Enter a whole number, ${settingLimitsWords(limits)}.` }
  const value = Number(digits)
  if (value < limits.floor) return { kind: 'problem', sentence: `Too small: at least ${settingValueWords(limits, limits.floor)}.` }
  if (value > limits.ceiling) return { kind: 'problem', sentence: `Too large: at most ${settingValueWords(limits, limits.ceiling)}.` }
  return { kind: 'value', value }
}
