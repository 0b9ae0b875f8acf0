/**
 * Words of a search: how text is split and folded, and where a search hits. The log's index and the page that marks hits
 * both read this, so that what is found is what is marked. Nothing a person types is syntax.
 *
 * A piece is a run of letters and digits, folded: compatibility forms and accents taken off, lower case (Unicode NFKD).
 * A search is a list of runs between spaces and quotes; a run such as `10.0.0.1` or `mara@example.com` is several pieces
 * that must stand side by side with just those signs between them. The last piece of a run may be the beginning of a
 * longer one where it has at least `leastPrefix` characters.
 */

export const leastPrefix = 3
/** Longer pieces are cut, in the index and in a search. */
export const longestPiece = 64
const mostRuns = 12

const ascii = /^\p{ASCII}*$/u
const pieces = /[\p{L}\p{N}]+/gu

export const fold = (text: string): string => (ascii.test(text) ? text : text.normalize('NFKD').replaceAll(/\p{M}/gu, '')).toLowerCase()

/** The pieces of a text that was folded. */
export const piecesOf = (folded: string): string[] => folded.match(pieces) ?? []

export interface Run {
  /** Folded, as it must stand in the text: `10.0.0.1`. */
  text: string
  pieces: string[]
  /** Whether its last piece may go on. */
  prefix: boolean
}

/** What a person typed, as runs; empty where it holds nothing to search for. */
export const runsOf = (typed: string): Run[] => {
  const runs: Run[] = []
  for (const given of fold(typed).split(/[\s"'“”‘’]+/u)) {
    const found = piecesOf(given)
    const first = found[0]
    const last = found.at(-1)
    if (first === undefined || last === undefined) continue
    const text = given.slice(given.indexOf(first), given.lastIndexOf(last) + last.length)
    runs.push({ text, pieces: found, prefix: [...last].length >= leastPrefix })
  }
  return runs.slice(0, mostRuns)
}

const letterOrDigit = /[\p{L}\p{N}]/u
const isPiece = (text: string, at: number): boolean =>
  at >= 0 && at < text.length && letterOrDigit.test(String.fromCodePoint(text.codePointAt(at)!))
const before = (text: string, at: number): number => (at > 1 && /[\uDC00-\uDFFF]/.test(text[at - 1]!) ? at - 2 : at - 1)

/** Where a run stands in a folded text, as [from, to); null where it does not, from `from` on. */
export const findRun = (folded: string, { text, prefix }: Run, from = 0): [number, number] | null => {
  for (let at = folded.indexOf(text, from); at >= 0; at = folded.indexOf(text, at + 1)) {
    const end = at + text.length
    if (isPiece(folded, before(folded, at))) continue
    if (prefix || !isPiece(folded, end)) return [at, end]
  }
  return null
}

/** Whether each run stands in one of the texts. */
export const holdsAll = (texts: readonly string[], runs: readonly Run[]): boolean => {
  const folded = texts.map(fold)
  return runs.every((run) => folded.some((text) => findRun(text, run) !== null))
}
