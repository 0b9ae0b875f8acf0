/** Gathers ticks that are rolled up into blocks, a few series at a time, so that no step takes long. */
import type { Telemetry } from '../../database/telemetry.ts'
import { encodeBlock } from './block-codec.ts'
import type { TimedSample } from './block-codec.ts'
import { addBlock } from './block.store.ts'
import { decodeTick } from './tick-codec.ts'
import { dropTicks, rolledUpTo, ticksAfter, tickTimesAfter } from './tick.store.ts'
import { coarsest, floorTo, tiers } from './tiers.ts'
import type { Tier } from './tiers.ts'

interface Run {
  fromMs: number
  first: number
  last: number
  count: number
}

const seriesAtOnce = 10
const ticksAtOnce = 60
const batch = 5_000

/** The oldest run of ticks within one block that is whole and rolled up; null where there is none yet. */
const nextRun = (telemetry: Telemetry, { id, blockMs }: Tier): Run | null =>
  telemetry.read((db) => {
    const upTo = id === coarsest.id ? Infinity : rolledUpTo(db, id)
    let run = null as Run | null
    for (const { sequence, atMs } of tickTimesAfter(db, id, 0, batch)) {
      const fromMs = floorTo(atMs, blockMs)
      if (run && run.fromMs !== fromMs) return run
      if (sequence > upTo) return null
      run = { fromMs, first: run?.first ?? sequence, last: sequence, count: (run?.count ?? 0) + 1 }
    }
    // So many ticks of one block mean a clock that stands: they are gathered as they are.
    return run && run.count >= batch ? run : null
  })

const gather = function* (telemetry: Telemetry, tier: Tier, run: Run): Generator<void> {
  const bySeries = new Map<number, TimedSample[]>()
  for (let after = run.first - 1; after < run.last;) {
    const rows = telemetry.read((db) => ticksAfter(db, tier.id, after, ticksAtOnce))
    for (const { sequence, atMs, data } of rows) {
      after = sequence
      if (sequence > run.last) break
      for (const [seriesId, sample] of decodeTick(data)) {
        const samples = bySeries.get(seriesId)
        if (samples) samples.push({ atMs, sample })
        else bySeries.set(seriesId, [{ atMs, sample }])
      }
    }
    if (rows.length === 0) break
    yield
  }
  const blocks: { tier: number; seriesId: number; fromMs: number; data: Uint8Array }[] = []
  for (const [seriesId, samples] of bySeries) {
    blocks.push({ tier: tier.id, seriesId, fromMs: run.fromMs, data: encodeBlock(samples, tier.stepMs) })
    if (blocks.length % seriesAtOnce === 0) yield
  }
  telemetry.write((tx) => {
    for (const block of blocks) addBlock(tx, block)
    dropTicks(tx, tier.id, run.first, run.last)
  })
}

/** Yields between steps of some milliseconds; ends when nothing is left to gather. Dropped halfway, it has changed nothing. */
export const gatherBlocks = function* (telemetry: Telemetry): Generator<void> {
  for (const tier of tiers) {
    for (let run = nextRun(telemetry, tier); run; run = nextRun(telemetry, tier)) {
      yield* gather(telemetry, tier, run)
      yield
    }
  }
}
