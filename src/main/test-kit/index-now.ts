/** Makes the log's index as its worker would, here and now, and enters what was sealed. */
import { join } from 'node:path'
import type { By, Database } from '../database/database.ts'
import { sealedEntry, writeSealed } from '../database/log-index/enter-sealed.ts'
import { indexDirectory } from '../database/log-index/index-schema.ts'
import type { IndexReach, SealedPart } from '../database/log-index/index-writer.ts'
import { createIndexWriter } from '../database/log-index/index-writer.ts'

const bySystem: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

export interface IndexedNow {
  reach: IndexReach
  sealed: SealedPart[]
  /** Files that were not as the log says they were sealed. */
  damaged: string[]
}

export interface IndexNowOptions {
  /** Entries a part. */
  partSize?: number
  /** No more steps than these, of 8,000 entries each; so that some are not indexed. */
  steps?: number
  /** False as after a kill between the sealing and its entry. */
  entering?: boolean
}

/** `directory`: of the console's data. */
export const indexNow = async (
  { directory, path, database }: { directory: string; path: string; database: Database },
  { partSize, steps = Infinity, entering = true }: IndexNowOptions = {},
): Promise<IndexedNow> => {
  await database.flush()
  const writer = createIndexWriter({
    databasePath: path,
    directory: join(directory, indexDirectory),
    ...(partSize === undefined ? {} : { partSize }),
  })
  const sealed: SealedPart[] = []
  const damaged: string[] = []
  try {
    for (let step = 0; step < steps; step++) {
      const told = writer.step()
      if (told.damaged !== null) damaged.push(told.damaged)
      if (told.sealed) {
        sealed.push(told.sealed)
        const part = told.sealed
        if (entering) await database.change(bySystem, sealedEntry(part), (tx) => writeSealed(tx, part))
      }
      if (!told.more) break
    }
    return { reach: writer.reach(), sealed, damaged }
  } finally {
    writer.close()
  }
}
