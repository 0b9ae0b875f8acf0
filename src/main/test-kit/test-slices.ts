/** A reader's worker for tests: slices that answer, throw, die or take their time. */
import { threadId } from 'node:worker_threads'
import type { Readable } from '../database/database.ts'
import type { LogIndex } from '../database/log-index/log-index.ts'
import { serveSlices } from '../database/serve-slices.ts'

const slices = {
  count: (db: Readable) => db.get<{ n: number }>('SELECT count(*) AS n FROM log_entry')!.n,
  echo: (_db: Readable, input: unknown) => input,
  thread: () => threadId,
  fail: (_db: Readable, message: string): never => {
    throw new Error(message)
  },
  write: (db: Readable) => db.all("INSERT INTO setting VALUES ('x', NULL, 1) RETURNING key"),
  die: (): never => process.exit(7),
  dieSoon: () => {
    setImmediate(() => {
      throw new Error('it died later')
    })
  },
  uncloneable: () => () => {},
  /** How many entries each part of the index holds, by reading them all. */
  indexed: (_db: Readable, _input: unknown, index: LogIndex) =>
    index.parts().map((part) => part.db.all('SELECT rowid FROM term WHERE term MATCH \'"thing"\'').length),
}
export type TestSlices = typeof slices

serveSlices(slices)
