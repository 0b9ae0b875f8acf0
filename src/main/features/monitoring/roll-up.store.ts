/** Brings ticks of each tier into the next coarser one: each exactly once, told by its sequence, in the caller's transaction. */
import type { Writable } from '../../database/database.ts'
import type { Sample } from '../../../shared/sample.ts'
import { mergeSamples } from '../../../shared/sample.ts'
import { decodeTick, encodeTick } from './tick-codec.ts'
import { addTick, rolledUpTo, setRolledUpTo, ticksAfter } from './tick.store.ts'
import type { TickRow } from './tick.store.ts'
import { floorTo, tiers } from './tiers.ts'

const batch = 2_000

const mergeTicks = (rows: readonly TickRow[]): Map<number, Sample> => {
  const merged = new Map<number, Sample>()
  for (const { data } of rows) {
    for (const [seriesId, sample] of decodeTick(data)) {
      const earlier = merged.get(seriesId)
      merged.set(seriesId, earlier ? mergeSamples(earlier, sample) : sample)
    }
  }
  return merged
}

/** A run of ticks in one step of the coarser tier is whole once a tick of another step follows it (or a clock that stands filled it). */
const wholeRuns = (rows: readonly TickRow[], stepMs: number): TickRow[][] => {
  const runs: TickRow[][] = []
  for (const row of rows) {
    const run = runs.at(-1)
    if (run && floorTo(run[0]!.atMs, stepMs) === floorTo(row.atMs, stepMs)) run.push(row)
    else runs.push([row])
  }
  return runs.length === 1 && rows.length === batch ? runs : runs.slice(0, -1)
}

/** True where something was rolled. */
const rollOnce = (tx: Writable, tier: number): boolean => {
  const { stepMs } = tiers[tier + 1]!
  const runs = wholeRuns(ticksAfter(tx, tier, rolledUpTo(tx, tier), batch), stepMs)
  for (const run of runs) addTick(tx, tier + 1, floorTo(run[0]!.atMs, stepMs), encodeTick(mergeTicks(run)))
  const last = runs.at(-1)?.at(-1)
  if (last) setRolledUpTo(tx, tier, last.sequence)
  return last !== undefined
}

/** A step of the clock back opens the same step again: a second tick of that time is written, and readers merge the two. */
export const rollUp = (tx: Writable): void => {
  for (let tier = 0; tier < tiers.length - 1; tier++) {
    let rolled = false
    while (rollOnce(tx, tier)) rolled = true
    if (!rolled) return
  }
}
