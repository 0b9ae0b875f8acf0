/** Where a search hits a text: its pieces in their order, hits apart, so that they can be marked. */
import { findRun, fold, runsOf, type Run } from '../../../shared/search-words.ts'

export interface Piece {
  text: string
  hit: boolean
}

/** Folding keeps these in their places. */
const plain = /^[ -~]*$/

interface Folded {
  folded: string
  /** Where, in the text as it stands, a hit of [from, to) in the folded text begins and ends. */
  placeOf: (from: number, to: number) => [number, number]
}

const foldedWithPlaces = (text: string): Folded => {
  const folded = fold(text)
  if (plain.test(text)) return { folded, placeOf: (from, to) => [from, to] }
  const begins: number[] = []
  const ends: number[] = []
  let at = 0
  for (const character of text) {
    for (let part = 0; part < fold(character).length; part += 1) {
      begins.push(at)
      ends.push(at + character.length)
    }
    at += character.length
  }
  begins.push(text.length)
  // Accents that follow as characters of their own belong to the hit, and so does the rest of a ligature.
  return { folded, placeOf: (from, to) => [begins[from] ?? 0, Math.max(begins[to] ?? text.length, ends[to - 1] ?? 0)] }
}

const hitsOf = (folded: string, runs: readonly Run[]): [number, number][] => {
  const hits: [number, number][] = []
  for (const run of runs) for (let hit = findRun(folded, run); hit; hit = findRun(folded, run, hit[1])) hits.push(hit)
  return hits.toSorted(([one], [other]) => one - other)
}

export const markedPieces = (text: string, runs: readonly Run[]): Piece[] => {
  if (runs.length === 0 || text === '') return [{ text, hit: false }]
  const { folded, placeOf } = foldedWithPlaces(text)
  const pieces: Piece[] = []
  let done = 0
  for (const [from, to] of hitsOf(folded, runs)) {
    const [first, end] = placeOf(from, to)
    const begin = Math.max(done, first)
    if (end <= begin) continue
    if (begin > done) pieces.push({ text: text.slice(done, begin), hit: false })
    const last = pieces.at(-1)
    if (last?.hit && begin === done) last.text += text.slice(begin, end)
    else pieces.push({ text: text.slice(begin, end), hit: true })
    done = end
  }
  if (done < text.length) pieces.push({ text: text.slice(done), hit: false })
  return pieces
}

/** Where there is room for so many characters only, begins shortly before the first hit, so that it is seen. */
export const piecesInRoom = (pieces: readonly Piece[], room: number): readonly Piece[] => {
  const at = pieces.findIndex(({ hit }) => hit)
  const before = pieces
    .slice(0, at)
    .map(({ text }) => text)
    .join('')
  const hit = pieces[at]
  if (!hit || before.length + hit.text.length <= room) return pieces
  const tail = before.slice(before.length - Math.floor(room / 3))
  const word = tail.indexOf(' ')
  return [{ text: `…${tail.slice(word + 1)}`, hit: false }, ...pieces.slice(at)]
}

/** The words of a search as they are looked for; none where nothing is searched for. */
export const runsToMark = (typed: string | undefined): Run[] => (typed ? runsOf(typed) : [])

/** The runs that stand in none of these texts. */
export const runsLeft = (texts: readonly string[], runs: readonly Run[]): Run[] => {
  const folded = texts.map(fold)
  return runs.filter((run) => folded.every((text) => findRun(text, run) === null))
}
