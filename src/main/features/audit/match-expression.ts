/** Says in FTS5's language what a filter asks of the index. Every term is quoted, so nothing a person typed is syntax. Pure. */
import { longestPiece } from '../../../shared/search-words.ts'
import type { Run } from '../../../shared/search-words.ts'
import { cutPiece } from '../../database/log-index/entry-terms.ts'

export interface Match {
  /** Of each group an entry must hold one term. */
  groups: readonly (readonly string[])[]
  /** Words that it must hold, or that a word of it must begin with. */
  words: readonly { piece: string; prefix: boolean }[]
  /** Whether what the index finds is just what matches: pieces that must stand side by side are only found each by itself. */
  exact: boolean
}

/** More pieces narrow a search no further; the rows themselves are looked at anyway. */
const mostPieces = 16

const quoted = (term: string): string => `"${term.replaceAll('"', '""')}"`
const anyOf = (terms: readonly string[]): string => (terms.length === 1 ? quoted(terms[0]!) : `(${terms.map(quoted).join(' OR ')})`)

export const matchOf = (groups: readonly (readonly string[])[], runs: readonly Run[]): Match => {
  const all = new Map<string, boolean>()
  for (const { pieces, prefix } of runs)
    for (const [at, piece] of pieces.entries()) {
      const goesOn = prefix && at === pieces.length - 1
      // Whole here and a beginning there: whole is what both ask.
      all.set(cutPiece(piece), goesOn && (all.get(cutPiece(piece)) ?? true))
    }
  // The longest are the rarest, more often than not.
  const words = [...all]
    .map(([piece, prefix]) => ({ piece, prefix }))
    .toSorted((a, b) => b.piece.length - a.piece.length)
    .slice(0, mostPieces)
  const alone = runs.every((run) => run.pieces.length === 1 && run.pieces.every((piece) => piece.length <= longestPiece))
  return { groups, words, exact: alone && words.length === all.size }
}

export const asksNothing = ({ groups, words }: Match): boolean => groups.length === 0 && words.length === 0

/**
 * For `term MATCH`; null where nothing can match. `beginningWith`: the terms of a part that begin so, null where they are
 * many. FTS5 gathers all rows of a beginning before it answers with the first, of whole terms it does not.
 */
export const expressionOf = ({ groups, words }: Match, beginningWith: (piece: string) => readonly string[] | null): string | null => {
  const expressions = groups.map(anyOf)
  for (const { piece, prefix } of words) {
    const terms = prefix ? beginningWith(piece) : [piece]
    if (terms?.length === 0) return null
    expressions.push(terms === null ? `${quoted(piece)}*` : anyOf(terms))
  }
  return expressions.join(' AND ')
}
