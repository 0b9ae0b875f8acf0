/** A text with the hits of the search marked, wherever the page shows it. */
import { createContext, useContext } from 'react'
import type { Run } from '../../../shared/search-words.ts'
import { markedPieces } from './hits.ts'

/** What is searched for; nothing outside of a search. */
export const RunsContext = createContext<readonly Run[]>([])

export const Marked = ({ text }: { text: string }) => {
  const runs = useContext(RunsContext)
  if (runs.length === 0) return text
  return markedPieces(text, runs).map(({ text: piece, hit }, at) => (hit ? <mark key={at}>{piece}</mark> : piece))
}
