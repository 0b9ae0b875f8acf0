/** A worker of chunks for tests: counts what it has made in memory that the test sees. */
import type { Readable } from '../database/database.ts'
import { serveChunks } from '../database/serve-chunks.ts'

export interface TestChunksInput {
  /** How many were made, in its first place. */
  made: Int32Array<SharedArrayBuffer>
  count: number
  end: 'well' | 'fail' | 'die'
}

serveChunks(async function* make(db: Readable, { made, count, end }: TestChunksInput) {
  for (let n = 1; n <= count; n++) {
    Atomics.add(made, 0, 1)
    yield { bytes: new Uint8Array([n % 256]), progress: n }
  }
  if (end === 'die') process.exit(7)
  if (end === 'fail') throw new Error('it cannot be made')
  return db.get<{ entries: number }>('/* test count */ SELECT count(*) AS entries FROM log_entry')!.entries
})
