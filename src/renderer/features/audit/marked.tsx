/** A text with the hits of the search marked, wherever the page shows it. */
import { createContext, useContext } from 'react'
import type { Run } from '../../../shared/search-words.ts'
import { markedPieces, piecesInRoom } from './hits.ts'

/** What is searched for; nothing outside of a search. */
export const RunsContext = createContext<readonly Run[]>([])

/** What a line of the list has room for: so many characters of the message, and, unless it is narrow, the actor. */
export const RoomContext = createContext({ characters: Infinity, narrow: false })

interface MarkedProps {
  text: string
  /** Begins near the first hit where it would not be seen otherwise. */
  inLine?: boolean
}

export const Marked = ({ text, inLine = false }: MarkedProps) => {
  const runs = useContext(RunsContext)
  const { characters } = useContext(RoomContext)
  if (runs.length === 0) return text
  const pieces = inLine ? piecesInRoom(markedPieces(text, runs), characters) : markedPieces(text, runs)
  // One element, so that it stays one run of text where its parent lays out its children.
  return <span>{pieces.map(({ text: piece, hit }, at) => (hit ? <mark key={at}>{piece}</mark> : piece))}</span>
}
