/** SQL of how far the guard's batches are taken, and what of them is not in the series yet. */
import type { TrafficCounts } from '../../../shared/guard-protocol.ts'
import type { Readable, Writable } from '../../database/database.ts'

export interface Taken {
  /** Of the newest batch; numbers rise over restarts of the guard. */
  number: number
  /** Up to here (without) seconds are in the series; null where none is. */
  secondMs: number | null
  pending: readonly TrafficCounts[]
}

export const takenSoFar = (db: Readable): Taken => {
  const row = db.get<{ number: number; secondMs: number | null; pending: string }>(
    '/* traffic taken */ SELECT number, second_ms AS secondMs, pending FROM traffic_taken',
  )
  return row ? { ...row, pending: JSON.parse(row.pending) as TrafficCounts[] } : { number: 0, secondMs: null, pending: [] }
}

export const setTaken = (tx: Writable, { number, secondMs, pending }: Taken): void => {
  tx.run(
    `/* traffic set taken */ INSERT INTO traffic_taken (one, number, second_ms, pending) VALUES (1, @number, @secondMs, @pending)
     ON CONFLICT (one) DO UPDATE SET number = @number, second_ms = @secondMs, pending = @pending`,
    { number, secondMs, pending: JSON.stringify(pending) },
  )
}

/** What is kept of the traffic, in bytes: added up as it comes and goes, because nobody can ask SQLite for it quickly. */
export const keptBytes = (db: Readable): number =>
  db.get<{ bytes: number }>('/* traffic kept bytes */ SELECT bytes FROM traffic_size')?.bytes ?? 0

export const addKeptBytes = (tx: Writable, bytes: number): void => {
  tx.run(
    '/* traffic add bytes */ INSERT INTO traffic_size (one, bytes) VALUES (1, @bytes) ON CONFLICT (one) DO UPDATE SET bytes = bytes + @bytes',
    { bytes },
  )
}
