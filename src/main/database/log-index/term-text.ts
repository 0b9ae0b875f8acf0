/**
 * The terms of an entry as one text, made as fast as it goes: the same terms as `termsOf` gives, in any order and some of
 * them twice. Plain ASCII is left for FTS5's own tokenizer to take apart, and what repeats is kept.
 */
import { fold, longestPiece, piecesOf } from '../../../shared/search-words.ts'
import { cutPiece, valueTerm } from './entry-terms.ts'
import { termSigns } from './index-schema.ts'
import type { Words } from './read-entries.ts'
import { textSeparator } from './read-rows.ts'
import type { IndexRow } from './read-rows.ts'

const isLetterOrDigit = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)

/** Whether plain text holds a piece that must be cut. Such a piece covers one of every so many places: only these are looked at. */
const holdsLongPiece = (text: string): boolean => {
  for (let at = longestPiece; at < text.length; at += longestPiece + 1) {
    let from = at
    while (from >= 0 && isLetterOrDigit(text.charCodeAt(from))) from--
    let to = at
    while (to < text.length && isLetterOrDigit(text.charCodeAt(to))) to++
    if (to - from - 1 > longestPiece) return true
  }
  return false
}

/** Whether FTS5's tokenizer `ascii` makes the same pieces of it as `piecesOf`. */
const isPlain = (text: string): boolean => Buffer.byteLength(text) === text.length && !text.includes(termSigns) && !holdsLongPiece(text)

const termsOfText = (text: string): string => (isPlain(text) ? text : piecesOf(fold(text)).map(cutPiece).join(' '))

const textOfValues = (value: unknown): string => {
  if (typeof value === 'string') return ` ${termsOfText(value)}`
  if (typeof value === 'number') return ` ${value}`
  if (typeof value !== 'object' || value === null) return ''
  let text = ''
  for (const one of Array.isArray(value) ? value : Object.values(value)) text += textOfValues(one)
  return text
}

const textOfDetail = (detail: string): string => {
  let value: unknown
  try {
    value = JSON.parse(detail)
  } catch {
    return termsOfText(detail)
  }
  return textOfValues(value)
}

const quote = 0x22
const comma = 0x2c
const minus = 0x2d
const colon = 0x3a
const openBrace = 0x7b
const closeBrace = 0x7d
const separator = textSeparator.charCodeAt(0)
const mostDigits = 15

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** Where a whole number ends that JSON writes in just this way; -1 where none begins. */
const endOfInteger = (text: string, from: number): number => {
  const first = text.charCodeAt(from) === minus ? from + 1 : from
  let end = first
  while (isDigit(text.charCodeAt(end))) end++
  const isWritten = text.charCodeAt(first) === 48 ? end === first + 1 && first === from : end > first && end - first <= mostDigits
  return isWritten ? end : -1
}

/** Where `true`, `false` or `null` ends; -1 where none begins. */
const endOfLiteral = (text: string, from: number): number => {
  if (text.startsWith('null', from) || text.startsWith('true', from)) return from + 4
  return text.startsWith('false', from) ? from + 5 : -1
}

/**
 * The values of a detail that is one flat object without escapes, as most are, and what follows it in a row's text; taken
 * out without parsing, in a third of the time. Null where it is another.
 */
const textOfFlat = (text: string): string | null => {
  if (text.charCodeAt(0) !== openBrace || text.includes('\\')) return null
  if (text.charCodeAt(1) === closeBrace && text.charCodeAt(2) === separator) return text.slice(2)
  let values = ''
  for (let at = 1; ;) {
    if (text.charCodeAt(at) !== quote) return null
    const from = text.indexOf('"', at + 1) + 2
    if (text.charCodeAt(from - 1) !== colon) return null
    let end: number
    if (text.charCodeAt(from) === quote) {
      end = text.indexOf('"', from + 1)
      if (end < 0) return null
      // With the quote before it, which no word takes in.
      values += text.slice(from, end)
      end += 1
    } else {
      end = endOfInteger(text, from)
      if (end >= 0) values += ` ${text.slice(from, end)}`
      else end = endOfLiteral(text, from)
    }
    const next = end < 0 ? 0 : text.charCodeAt(end)
    if (next === closeBrace && text.charCodeAt(end + 1) === separator) return values + text.slice(end + 1)
    if (next !== comma) return null
    at = end + 1
  }
}

const textOfRow = (text: string): string => {
  const plain = isPlain(text) ? textOfFlat(text) : null
  if (plain !== null) return plain
  const at = text.indexOf(textSeparator)
  return `${textOfDetail(text.slice(0, at))} ${termsOfText(text.slice(at + 1))}`
}

const textOfRequest = (hex: string): string =>
  `${valueTerm.requestId(hex)} ${hex.slice(0, 8)} ${hex.slice(8, 12)} ${hex.slice(12, 16)} ${hex.slice(16, 20)} ${hex.slice(20)}`

const keptTexts = 100_000

const keeping = <Key>(make: (key: Key) => string): ((key: Key) => string) => {
  const kept = new Map<Key, string>()
  return (key) => {
    const known = kept.get(key)
    if (known !== undefined) return known
    const text = make(key)
    if (kept.size >= keptTexts) kept.clear()
    kept.set(key, text)
    return text
  }
}

export const createTermText = (words: Words): ((row: IndexRow) => string) => {
  const action = keeping((id: number) => `${valueTerm.action(id)} ${termsOfText(words.text(id))}`)
  const actor = keeping((id: number) => `${valueTerm.actor(id)} ${termsOfText(words.actor(id))}`)
  const source = keeping((id: number) => `${valueTerm.source(id)} ${termsOfText(words.text(id))}`)
  const threatClass = keeping((id: number) => `${valueTerm.threatClass(id)} ${termsOfText(words.text(id))}`)
  const targetKind = keeping((id: number) => termsOfText(words.text(id)))
  const severity = keeping((rank: number) => valueTerm.severity(rank))
  const outcome = keeping((rank: number) => valueTerm.outcome(rank))
  return (row) => {
    let text = `${actor(row.actor)} ${action(row.action)} ${source(row.source)} ${severity(row.severity)} ${outcome(row.outcome)}`
    if (row.threatClass !== null) text += ` ${threatClass(row.threatClass)}`
    if (row.requestId !== null) text += ` ${textOfRequest(row.requestId)}`
    if (row.count > 1) text += ` ${valueTerm.several}`
    if (row.targetKind !== null) text += ` ${targetKind(row.targetKind)}`
    return `${text} ${textOfRow(row.text)}`
  }
}
