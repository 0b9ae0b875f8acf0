/** Where the log begins and ends: its newest entry, and the horizon at or below which entries were dropped. */
import type { Readable } from './database.ts'

/** 0 where the log is empty. */
export const newestSequence = (db: Readable): number =>
  db.get<{ sequence: number }>('SELECT sequence FROM log_entry ORDER BY sequence DESC LIMIT 1')?.sequence ?? 0

/** 0 where nothing was dropped yet. */
export const horizonSequence = (db: Readable): number => db.get<{ sequence: number }>('SELECT sequence FROM log_horizon')?.sequence ?? 0
