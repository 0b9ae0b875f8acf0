/** The terms that an entry is indexed by: one for each of its values that can be filtered by, and each piece of its text. */
import { fold, longestPiece, piecesOf } from '../../../shared/search-words.ts'

/** A row of log_entry, with the words that its ids stand for. */
export interface IndexedEntry {
  severity: number
  outcome: number
  action: number
  actor: number
  source: number
  threatClass: number | null
  /** Hexadecimal. */
  requestId: string | null
  count: number
  /** What is searched: see `searchedTexts`. */
  texts: readonly string[]
}

/** `!` never stands in a piece of text, so no word is taken for one of these. */
export const valueTerm = {
  actor: (id: number) => `!a${id}`,
  action: (id: number) => `!c${id}`,
  source: (id: number) => `!s${id}`,
  severity: (rank: number) => `!v${rank}`,
  outcome: (rank: number) => `!o${rank}`,
  threatClass: (id: number) => `!t${id}`,
  requestId: (hex: string) => `!r${hex}`,
  /** Entries that stand for several events. */
  several: '!n',
} as const

export const cutPiece = (piece: string): string => (piece.length > longestPiece ? piece.slice(0, longestPiece).toWellFormed() : piece)

const addTexts = (value: unknown, into: string[]): void => {
  if (typeof value === 'string') into.push(value)
  else if (typeof value === 'number') into.push(String(value))
  else if (Array.isArray(value)) for (const one of value) addTexts(one, into)
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) addTexts(one, into)
}

/** The texts of an entry that a search looks into: message, words, target, and the values of its detail. */
export const searchedTexts = (entry: {
  message: string
  action: string
  actorName: string
  source: string
  targetKind: string | null
  targetId: string | null
  targetName: string | null
  threatClass: string | null
  /** As a UUID. */
  requestId: string | null
  detail: string
}): string[] => {
  const texts = [entry.message, entry.action, entry.actorName, entry.source]
  for (const text of [entry.targetKind, entry.targetId, entry.targetName, entry.threatClass, entry.requestId]) if (text) texts.push(text)
  if (entry.detail !== '{}') {
    try {
      addTexts(JSON.parse(entry.detail), texts)
    } catch {
      texts.push(entry.detail)
    }
  }
  return texts
}

/** Each term once, joined by spaces: what is written into the index. */
export const termsOf = (entry: IndexedEntry): string => {
  const terms = new Set<string>([
    valueTerm.actor(entry.actor),
    valueTerm.action(entry.action),
    valueTerm.source(entry.source),
    valueTerm.severity(entry.severity),
    valueTerm.outcome(entry.outcome),
  ])
  if (entry.threatClass !== null) terms.add(valueTerm.threatClass(entry.threatClass))
  if (entry.requestId !== null) terms.add(valueTerm.requestId(entry.requestId))
  if (entry.count > 1) terms.add(valueTerm.several)
  for (const text of entry.texts) for (const piece of piecesOf(fold(text))) terms.add(cutPiece(piece))
  return [...terms].join(' ')
}
