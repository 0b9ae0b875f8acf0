/** Drops what is older than its tier is kept, and, above the size cap, the oldest of the finest tier. */
import type { Telemetry } from '../../database/telemetry.ts'
import { dropBlocksBefore, dropOldestBlocks } from './block.store.ts'
import { tiers } from './tiers.ts'
import type { KeptMs } from './tiers.ts'

const atOnce = 400
/** What is freed is mostly used again within the minute. */
const pagesAtOnce = 100

/** Yields between steps of some milliseconds. `nowMs` null: the time is not trusted, so nothing is old by it. */
export const retain = function* (
  telemetry: Telemetry,
  limits: { keptMs: KeptMs; maxBytes: number; nowMs: number | null },
): Generator<void> {
  for (const { id, blockMs } of limits.nowMs === null ? [] : tiers) {
    const beforeMs = limits.nowMs! - limits.keptMs[id]! - blockMs
    while (telemetry.write((tx) => dropBlocksBefore(tx, id, beforeMs, atOnce)) > 0) yield
  }
  while (telemetry.usedBytes() > limits.maxBytes && telemetry.write((tx) => dropOldestBlocks(tx, atOnce))) yield
  telemetry.shrink(pagesAtOnce)
}
