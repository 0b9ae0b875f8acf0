/** What an entry `log.index-sealed` says: which part of the index was finished, and the SHA-256 of its file. Pure. */
import { z } from 'zod'

const schema = z.object({ file: z.string(), firstSequence: z.int(), lastSequence: z.int(), sha256: z.string() })

export interface IndexSeal extends z.infer<typeof schema> {
  /** Of the entry that says so. */
  sequence: number
}

/** Nothing where the entry does not say it in full. */
export const sealOf = ({ sequence, detail }: { sequence: number; detail: string }): IndexSeal[] => {
  try {
    return [{ ...schema.parse(JSON.parse(detail)), sequence }]
  } catch {
    return []
  }
}
