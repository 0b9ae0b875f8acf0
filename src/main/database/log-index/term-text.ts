/**
 * The terms of an entry as one text, made as fast as it goes: the same terms as `termsOf` gives, in any order and some of
 * them twice. Plain ASCII is left for FTS5's own tokenizer to take apart, and what repeats is kept.
 */
import { fold, longestPiece, piecesOf } from '../../../shared/search-words.ts'
import { cutPiece, valueTerm } from './entry-terms.ts'
import { termSigns } from './index-schema.ts'
import type { EntryRow, Words } from './read-entries.ts'

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

const textOfValues = (value: unknown, asIs: boolean): string => {
  if (typeof value === 'string') return asIs ? ` ${value}` : ` ${termsOfText(value)}`
  if (typeof value === 'number') return ` ${value}`
  if (typeof value !== 'object' || value === null) return ''
  let text = ''
  for (const one of Array.isArray(value) ? value : Object.values(value)) text += textOfValues(one, asIs)
  return text
}

const textOfDetail = (detail: string): string => {
  if (detail === '{}') return ''
  let value: unknown
  try {
    value = JSON.parse(detail)
  } catch {
    return termsOfText(detail)
  }
  // An escape may stand for any sign.
  return textOfValues(value, isPlain(detail) && !detail.includes('\\u'))
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

export const createTermText = (words: Words): ((row: EntryRow) => string) => {
  const action = keeping((id: number) => `${valueTerm.action(id)} ${termsOfText(words.text(id))}`)
  const actor = keeping((id: number) => `${valueTerm.actor(id)} ${termsOfText(words.actor(id))}`)
  const source = keeping((id: number) => `${valueTerm.source(id)} ${termsOfText(words.text(id))}`)
  const threatClass = keeping((id: number) => `${valueTerm.threatClass(id)} ${termsOfText(words.text(id))}`)
  const targetKind = keeping((id: number) => termsOfText(words.text(id)))
  const severity = keeping((rank: number) => valueTerm.severity(rank))
  const outcome = keeping((rank: number) => valueTerm.outcome(rank))
  return (row) => {
    let text = `${actor(row.actor)} ${action(row.action)} ${source(row.source)} ${severity(row.severity)} ${outcome(row.outcome)} ${termsOfText(row.message)}`
    if (row.threatClass !== null) text += ` ${threatClass(row.threatClass)}`
    if (row.requestId !== null) text += ` ${textOfRequest(row.requestId)}`
    if (row.count > 1) text += ` ${valueTerm.several}`
    if (row.targetKind !== null) text += ` ${targetKind(row.targetKind)}`
    if (row.targetId) text += ` ${termsOfText(row.targetId)}`
    if (row.targetName) text += ` ${termsOfText(row.targetName)}`
    return text + textOfDetail(row.detail)
  }
}
