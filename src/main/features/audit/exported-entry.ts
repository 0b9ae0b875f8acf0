/** An entry as it leaves the log: exactly what is hashed (see chain.ts), the hash before it, and its own. */
import type { ChainedEntry } from '../../database/chain.ts'

export interface ExportedEntry extends ChainedEntry {
  /** Null where the entry before is gone and no horizon stands in its place. */
  previousHash: string | null
  hash: string
}

/** One form of a file of entries. */
export interface EntryFormat {
  extension: string
  contentType: string
  /** What stands above the entries. */
  head: string
  /** One entry with its line's end. */
  line(entry: ExportedEntry): string
}
