/** An entry's detail as a person reads it: names in words, changes as from → to, times and lengths with their units. */
import { formatBytes, formatCount, formatDuration, formatExact } from '../../ui/format.ts'

export type DetailFact = { name: string; kind: 'value'; text: string } | { name: string; kind: 'change'; from: string; to: string }

type Detail = Record<string, unknown>
const isRecord = (value: unknown): value is Detail => typeof value === 'object' && value !== null && !Array.isArray(value)

/** `failuresBeforeLock` → `Failures before lock`; a unit that the value tells is dropped. */
export const nameOf = (key: string): string => {
  const words = key
    .replace(/(AtMs|UntilMs|Ms|Bytes)$/, (unit) => (unit === 'UntilMs' ? ' until' : unit === 'AtMs' ? ' at' : ''))
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.-]+/g, ' ')
    .trim()
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const numberText = (key: string, value: number): string => {
  if (/(At|Until)Ms$|^(at|until|since|from|to)Ms$/.test(key) && value > 1e11) return formatExact(value)
  if (key.endsWith('Ms')) return value < 1000 ? `${formatCount(value)} ms` : formatDuration(value)
  if (/Bytes$/i.test(key)) return formatBytes(value)
  return Number.isInteger(value) ? formatCount(value) : String(value)
}

const textOf = (key: string, value: unknown): string => {
  if (value === null || value === undefined || value === '') return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return numberText(key, value)
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((item) => textOf(key, item)).join(', ')
  return JSON.stringify(value)
}

const isChange = (value: unknown): value is { from: unknown; to: unknown } =>
  isRecord(value) && 'from' in value && 'to' in value && Object.keys(value).length === 2

const changeOf = (name: string, key: string, from: unknown, to: unknown): DetailFact => ({
  name,
  kind: 'change',
  from: textOf(key, from),
  to: textOf(key, to),
})

const factsOf = (detail: Detail, prefix: string): DetailFact[] =>
  Object.entries(detail).flatMap(([key, value]): DetailFact[] => {
    const name = prefix ? `${prefix}, ${nameOf(key).toLowerCase()}` : nameOf(key)
    if (isChange(value)) return [changeOf(name, key, value.from, value.to)]
    // One level of nesting reads well as "Route, upstream"; deeper ones stand whole in the raw view.
    if (isRecord(value) && prefix === '' && Object.keys(value).length > 0) return factsOf(value, name)
    return [{ name, kind: 'value', text: textOf(key, value) }]
  })

export const readDetail = (detail: Detail): DetailFact[] => {
  if (!('from' in detail && 'to' in detail)) return factsOf(detail, '')
  const { from, to, ...rest } = detail
  return [changeOf('Change', '', from, to), ...factsOf(rest, '')]
}
