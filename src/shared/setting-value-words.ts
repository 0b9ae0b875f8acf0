/** How the value of a setting is put into words, in the log and on the page alike: `30 minutes`, `on`, or the option's label. */
import type { Setting, SettingValue } from './contract/settings.ts'

type Kind = Setting['kind']
type IntegerKind = Extract<Kind, { type: 'integer' }>

const whole = new Intl.NumberFormat('en')
const singular = (unit: string) => unit.replace(/s$/, '')

export const settingValueWords = (kind: Kind, value: SettingValue): string => {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (kind.type === 'choice') return kind.options.find((option) => option.value === value)?.label ?? String(value)
  // A unit such as `ms` has no singular.
  if (kind.type === 'integer' && typeof value === 'number')
    return `${whole.format(value)} ${value === 1 && kind.unit.length > 2 ? singular(kind.unit) : kind.unit}`
  return String(value)
}

/** `1 to 480 minutes`. */
export const settingLimitsWords = ({ floor, ceiling, unit }: IntegerKind): string =>
  `${whole.format(floor)} to ${whole.format(ceiling)} ${unit}`
