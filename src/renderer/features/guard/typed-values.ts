/** Values as people type them, read against the policy's own schemas, with a sentence where they are refused. Pure. */
import type { z } from 'zod'
import { contentDirectives, contentPolicySchema, sourcesSchema, type ContentPolicy } from '../../../shared/browser-settings.ts'
import { headerNameSchema, headerValueSchema, writtenHeaderNameSchema } from '../../../shared/policy-parts.ts'
import { formatNumber } from '../../ui/format.ts'

export type Typed<Value> = { ok: true; value: Value } | { ok: false; sentence: string }
const good = <Value>(value: Value): Typed<Value> => ({ ok: true, value })
const refused = (sentence: string): Typed<never> => ({ ok: false, sentence })

export const wordsOf = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '')

const shortest = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)

/** `typed`: what is told to be wrong. */
export const readAs = <Value>(schema: z.ZodType<Value>, value: unknown, typed: string): Typed<Value> => {
  const read = schema.safeParse(value)
  if (read.success) return good(read.data)
  const [issue] = read.error.issues
  if (typed === '') return refused('It cannot be empty.')
  if (issue?.code === 'invalid_format' && issue.format === 'starts_with') return refused(`“${shortest(typed)}” must begin with /.`)
  if (issue?.code === 'too_big') return refused(`“${shortest(typed)}” is too long.`)
  return refused(`“${shortest(typed)}”: ${issue?.message ?? 'this is not valid'}.`)
}

/** `unit`: how many of the policy's measure are one of what is typed, such as 1000 where seconds are typed for milliseconds. */
export const readNumber = (schema: z.ZodNumber, text: string, unit = 1): Typed<number> => {
  const read = schema.safeParse(text.trim() === '' ? Number.NaN : Math.round(Number(text) * unit))
  if (read.success) return good(read.data)
  const told = (bound: number | null) => formatNumber((bound ?? 0) / unit)
  return refused(`${unit === 1 ? 'A whole number' : 'A number'} from ${told(schema.minValue)} to ${told(schema.maxValue)}.`)
}

export const readWords = (schema: z.ZodType<string>, text: string, most: number): Typed<string[]> => {
  const read: string[] = []
  for (const word of wordsOf(text)) {
    const one = readAs(schema, word, word)
    if (!one.ok) return one
    read.push(one.value)
  }
  return read.length > most ? refused(`At most ${most} of them.`) : good(read)
}

const linesOf = (text: string): { name: string; value: string | null }[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const colon = line.indexOf(':')
      return colon < 0 ? { name: line.trim(), value: null } : { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }
    })

export const headersText = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

/** One on each line, `name: value`. What stands in a value is never repeated: it may be a secret. */
export const readHeaders = (text: string): Typed<Record<string, string>> => {
  const read: Record<string, string> = {}
  for (const { name, value } of linesOf(text)) {
    const known = readAs(writtenHeaderNameSchema, name, name)
    if (!known.ok) return known
    if (value === null) return refused(`“${shortest(name)}” has no value: write it as “${shortest(name)}: value”.`)
    if (!headerValueSchema.safeParse(value).success)
      return refused(`The value of “${known.value}” has a character that may not stand in a header, or is too long.`)
    if (Object.hasOwn(read, known.value)) return refused(`“${known.value}” stands there twice.`)
    read[known.value] = value
  }
  return good(read)
}

/** Directives that stand alone have nothing behind the colon. */
export const directivesText = (directives: Readonly<Record<string, string>>): string =>
  Object.entries(directives)
    .map(([name, sources]) => (sources === '' ? name : `${name}: ${sources}`))
    .join('\n')

/** One on each line; `script-src 'self'` as it stands in the header is read as well. */
export const readDirectives = (text: string): Typed<ContentPolicy> => {
  const read: Record<string, string> = {}
  for (const line of text
    .split(/[\n;]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')) {
    const [, name = '', sources = ''] = /^([^\s:]*):?\s*(.*)$/.exec(line)!
    const directive = name.toLowerCase()
    if (!(contentDirectives as readonly string[]).includes(directive))
      return refused(`“${shortest(name)}” is not a directive, such as script-src.`)
    if (Object.hasOwn(read, directive)) return refused(`“${directive}” stands there twice.`)
    const known = readAs(sourcesSchema, sources.split(/\s+/).join(' ').trim(), sources)
    if (!known.ok) return known
    read[directive] = known.value
  }
  return good(contentPolicySchema.parse(read))
}

type HeaderMatch = { name: string; value: string | null }
export const matchedHeadersText = (headers: readonly HeaderMatch[]): string =>
  headers.map(({ name, value }) => (value === null ? name : `${name}: ${value}`)).join('\n')

/** One on each line: `name: value`, or only the name where it need but be there. */
export const readMatchedHeaders = (text: string): Typed<HeaderMatch[]> => {
  const read: HeaderMatch[] = []
  for (const { name, value } of linesOf(text)) {
    const known = readAs(headerNameSchema, name, name)
    if (!known.ok) return known
    if (value !== null && !headerValueSchema.safeParse(value).success)
      return refused(`The value of “${known.value}” has a character that may not stand in a header, or is too long.`)
    read.push({ name: known.value, value })
  }
  return read.length > 10 ? refused('At most 10 of them.') : good(read)
}
