/** SQL of the moments that are written each second, and of how far they are rolled up. */
import type { Readable, Writable } from '../../database/database.ts'

export interface TickRow {
  sequence: number
  atMs: number
  data: Uint8Array
}

export const addTick = (tx: Writable, tier: number, atMs: number, data: Uint8Array): void => {
  tx.run('/* metrics add tick */ INSERT INTO tick (tier, at_ms, data) VALUES (@tier, @atMs, @data)', { tier, atMs, data })
}

/** In the order in which they were written. */
export const ticksAfter = (db: Readable, tier: number, after: number, limit: number): TickRow[] =>
  db.all<TickRow>(
    `/* metrics ticks after */ SELECT sequence, at_ms AS atMs, data FROM tick INDEXED BY tick_order
     WHERE tier = @tier AND sequence > @after ORDER BY sequence LIMIT @limit`,
    { tier, after, limit },
  )

export const tickTimesAfter = (db: Readable, tier: number, after: number, limit: number): { sequence: number; atMs: number }[] =>
  db.all<{ sequence: number; atMs: number }>(
    `/* metrics tick times */ SELECT sequence, at_ms AS atMs FROM tick INDEXED BY tick_order
     WHERE tier = @tier AND sequence > @after ORDER BY sequence LIMIT @limit`,
    { tier, after, limit },
  )

export const ticksInRange = (db: Readable, tier: number, fromMs: number, toMs: number): TickRow[] =>
  db.all<TickRow>(
    `/* metrics ticks in range */ SELECT sequence, at_ms AS atMs, data FROM tick INDEXED BY tick_time
     WHERE tier = @tier AND at_ms >= @fromMs AND at_ms < @toMs ORDER BY at_ms, sequence`,
    { tier, fromMs, toMs },
  )

/** Up to which sequence the ticks of this tier are in the next one. */
export const rolledUpTo = (db: Readable, tier: number): number =>
  db.get<{ sequence: number }>('/* metrics rolled up to */ SELECT sequence FROM rolled WHERE tier = @tier', { tier })?.sequence ?? 0

export const setRolledUpTo = (tx: Writable, tier: number, sequence: number): void => {
  tx.run(
    `/* metrics set rolled */ INSERT INTO rolled (tier, sequence) VALUES (@tier, @sequence)
     ON CONFLICT (tier) DO UPDATE SET sequence = @sequence`,
    { tier, sequence },
  )
}

export const dropTicks = (tx: Writable, tier: number, first: number, last: number): void => {
  tx.run('/* metrics drop ticks */ DELETE FROM tick WHERE tier = @tier AND sequence BETWEEN @first AND @last', { tier, first, last })
}
