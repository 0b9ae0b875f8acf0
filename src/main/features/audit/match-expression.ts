/** Says in FTS5's language what a filter asks of the index. Every term is quoted, so nothing a person typed is syntax. Pure. */
import { longestPiece } from '../../../shared/search-words.ts'
import type { Run } from '../../../shared/search-words.ts'
import { cutPiece } from '../../database/log-index/entry-terms.ts'

/** Terms of which an entry must hold one. */
export type AnyOf = readonly string[]

/** More pieces narrow a search no further; the rows themselves are looked at anyway. */
const mostPieces = 16

const quoted = (term: string): string => `"${term.replaceAll('"', '""')}"`

const piecesOfRun = ({ pieces, prefix }: Run): string[] =>
  pieces.map((piece, index) => `${quoted(cutPiece(piece))}${prefix && index === pieces.length - 1 ? '*' : ''}`)

export interface Match {
  /** For `term MATCH`; null where nothing is asked of the index. */
  expression: string | null
  /** Whether what the index finds is just what matches: pieces that must stand side by side are only found each by itself. */
  exact: boolean
}

export const matchOf = (groups: readonly AnyOf[], runs: readonly Run[]): Match => {
  const anyOf = groups.map((terms) => (terms.length === 1 ? quoted(terms[0]!) : `(${terms.map(quoted).join(' OR ')})`))
  const all = [...new Set(runs.flatMap(piecesOfRun))]
  // The longest are the rarest, more often than not.
  const pieces = all.toSorted((a, b) => b.length - a.length).slice(0, mostPieces)
  const exact =
    pieces.length === all.length &&
    runs.every((run) => run.pieces.length === 1 && run.pieces.every((piece) => piece.length <= longestPiece))
  const terms = [...anyOf, ...pieces]
  return { expression: terms.length === 0 ? null : terms.join(' AND '), exact }
}
