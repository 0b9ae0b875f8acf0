/** Looks for entries that say which parts of the index were sealed. */
import type { Readable } from '../../database/database.ts'
import { sealOf } from './index-seal.ts'
import type { IndexSeal } from './index-seal.ts'

export const sealedAction = 'log.index-sealed'

/** What the newest entry above `after` says of this part: a handful of entries, in a stretch that was written while one verified. */
export const newestSeal = (db: Readable, file: string, after: number): IndexSeal | null =>
  db
    .all<{ sequence: number; detail: string }>(
      'SELECT sequence, detail FROM log_entry WHERE sequence > @after AND action = (SELECT id FROM log_text WHERE text = @action) ORDER BY sequence',
      { after, action: sealedAction },
    )
    .flatMap(sealOf)
    .findLast((seal) => seal.file === file) ?? null
