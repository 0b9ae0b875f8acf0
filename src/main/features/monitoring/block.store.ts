/** SQL of the blocks: some hundred samples of one series in one row. */
import type { Readable, Writable } from '../../database/database.ts'

export const addBlock = (tx: Writable, block: { tier: number; seriesId: number; fromMs: number; data: Uint8Array }): void => {
  tx.run('/* metrics add block */ INSERT INTO block (tier, series_id, from_ms, data) VALUES (@tier, @seriesId, @fromMs, @data)', block)
}

/** In the order in which they were written; `fromMs` is that of a block's beginning. */
export const blocksOf = (db: Readable, tier: number, seriesId: number, fromMs: number, toMs: number): Uint8Array[] =>
  db
    .all<{ data: Uint8Array }>(
      `/* metrics blocks */ SELECT data FROM block INDEXED BY block_series
       WHERE tier = @tier AND series_id = @seriesId AND from_ms >= @fromMs AND from_ms < @toMs ORDER BY from_ms, rowid`,
      { tier, seriesId, fromMs, toMs },
    )
    .map(({ data }) => data)

/** Those that begin before `beforeMs`, at most `limit`. */
export const dropBlocksBefore = (tx: Writable, tier: number, beforeMs: number, limit: number): number =>
  tx.run(
    `/* metrics drop old blocks */ DELETE FROM block WHERE rowid IN
       (SELECT rowid FROM block INDEXED BY block_age WHERE tier = @tier AND from_ms < @beforeMs ORDER BY from_ms LIMIT @limit)`,
    { tier, beforeMs, limit },
  ).changes

/** The oldest of the finest tier that has any; false where there are none left. */
export const dropOldestBlocks = (tx: Writable, limit: number): boolean =>
  tx.run(
    `/* metrics drop blocks for space */ DELETE FROM block WHERE rowid IN
       (SELECT rowid FROM block INDEXED BY block_age WHERE tier = (SELECT min(tier) FROM block) ORDER BY from_ms LIMIT @limit)`,
    { limit },
  ).changes > 0
