/** The log's index as those who search see it. */
import type { Readable } from '../database.ts'

export interface IndexPart {
  /** Counts from 0: the part of the oldest entries there ever were. */
  number: number
  firstSequence: number
  /** Entries of this part up to this one are in; above it the log itself is looked through. */
  indexedSequence: number
  sealed: boolean
  /** Reads the part's own file: tables `term`, `minute`, `tally` of index-schema.ts. */
  db: Readable
}

export interface LogIndex {
  /** The parts that are there and sound, the newest first; one that is missing is a gap that the log itself answers for. */
  parts(): IndexPart[]
}
