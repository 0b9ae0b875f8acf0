/** Which terms of a part of the index begin with a piece of a word. */
import type { Readable } from '../../database/database.ts'

const mostTerms = 16
const lastLetter = '\u{10FFFF}'

/** Null where there are more than a few. */
export const termsBeginning = (part: Readable, piece: string): string[] | null => {
  const terms: string[] = []
  // Not one query for all: it would go through every entry of a term before the next.
  for (let from = piece; terms.length <= mostTerms;) {
    const row = part.get<{ term: string }>('SELECT term FROM word WHERE term >= @from AND term <= @to LIMIT 1', {
      from,
      to: piece + lastLetter,
    })
    if (!row) return terms
    terms.push(row.term)
    from = `${row.term}\u0001`
  }
  return null
}
