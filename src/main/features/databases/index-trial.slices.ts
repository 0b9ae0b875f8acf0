/** What the reader's worker does to try indexes for a query: it reads the file, and tries on a copy in memory. */
import type { Readable } from '../../database/database.ts'
import { onFile } from './database-files.slices.ts'
import { indexesToTry, tryIndex } from './index-trial.store.ts'
import type { ToTry, Tried } from './index-trial.store.ts'
import type { Candidate } from './statement-words.ts'

export const indexTrialSlices = {
  'databases.toTry': (_db: Readable, { path, sql }: { path: string; sql: string }): ToTry =>
    onFile(path, (source) => indexesToTry(source, sql)),

  'databases.tryIndex': (_db: Readable, input: { path: string; sql: string; candidate: Candidate } & ToTry): Tried =>
    onFile(input.path, (source) => tryIndex(source, input.sql, input)),
}
