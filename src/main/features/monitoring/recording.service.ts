/** Writes what was read, once a second in one transaction, and keeps the store in order a little at a time. */
import type { Logger } from '../../../ports/logger.ts'
import type { Writable } from '../../database/database.ts'
import type { Telemetry } from '../../database/telemetry.ts'
import { gatherBlocks } from './gather-blocks.store.ts'
import type { Measured } from '../../../shared/measured.ts'
import type { RecordingLimits } from './metrics-settings.ts'
import { retain } from './retention.store.ts'
import { rollUp } from './roll-up.store.ts'
import type { Sample } from '../../../shared/sample.ts'
import { seriesKey } from '../../../shared/series.ts'
import { keepSeries } from './series.store.ts'
import { encodeTick } from './tick-codec.ts'
import { addTick } from './tick.store.ts'
import { floorTo, tiers } from './tiers.ts'

const finest = tiers[0]!
const rollEveryMs = tiers[1]!.stepMs
const upkeepEveryMs = 60_000
/** A clock that jumps further is not believed at once: what looks old by it may not be. */
const jumpMs = 3_600_000
const believedAfterMs = 3_600_000

export const createRecording = (options: { telemetry: Telemetry; logger: Logger; limits(): RecordingLimits }) => {
  const { telemetry, logger } = options
  const known = new Map<string, { id: number; everyMs: number }>()
  let newestRollMs: number | null = null
  let newestUpkeepMs: number | null = null
  let upkeep: Generator<void> | null = null
  let failing = false
  let newestMs: number | null = null
  let steadySinceMs = 0

  const watchClock = (atMs: number) => {
    if (newestMs === null || Math.abs(atMs - newestMs) > jumpMs) steadySinceMs = atMs
    newestMs = atMs
  }

  /** The answer is to be called once it is committed: an id from a transaction that was rolled back is nobody's. */
  const add = (tx: Writable, atMs: number, measured: readonly Measured[]): (() => void) => {
    const fresh = new Map<string, { id: number; everyMs: number }>()
    const tick = new Map<number, Sample>()
    for (const { sample, ...spec } of measured) {
      const key = seriesKey(spec.name, spec.labels)
      let series = fresh.get(key) ?? known.get(key)
      if (series?.everyMs !== spec.everyMs) {
        series = { id: keepSeries(tx, spec), everyMs: spec.everyMs }
        fresh.set(key, series)
      }
      tick.set(series.id, sample)
    }
    addTick(tx, finest.id, floorTo(atMs, finest.stepMs), encodeTick(tick))
    return () => {
      for (const [key, series] of fresh) known.set(key, series)
    }
  }

  const write = (atMs: number, measured: readonly Measured[]): void => {
    const rollMs = floorTo(atMs, rollEveryMs)
    const committed = telemetry.write((tx) => {
      const added = add(tx, atMs, measured)
      if (rollMs !== newestRollMs) rollUp(tx)
      return added
    })
    newestRollMs = rollMs
    committed()
  }

  const keepInOrder = function* (nowMs: number): Generator<void> {
    yield* gatherBlocks(telemetry)
    const believed = newestMs !== null && nowMs - steadySinceMs >= believedAfterMs
    yield* retain(telemetry, { ...options.limits(), nowMs: believed ? nowMs : null })
  }

  return {
    /** Of any time, within a transaction of the caller's. */
    add,
    /** False where it could not be written (a full disk): it is logged once, and the moment is lost. */
    record: (atMs: number, measured: readonly Measured[]): boolean => {
      watchClock(atMs)
      try {
        if (measured.length > 0) write(atMs, measured)
        failing = false
        return true
      } catch (error) {
        if (!failing) logger.error({ err: error }, 'samples cannot be written: until they can, charts have a gap')
        failing = true
        return false
      }
    },
    /** A step of upkeep; false where there is none to do at this time. */
    upkeepStep: (nowMs: number): boolean => {
      const minuteMs = floorTo(nowMs, upkeepEveryMs)
      if (!upkeep) {
        if (minuteMs === newestUpkeepMs) return false
        newestUpkeepMs = minuteMs
        upkeep = keepInOrder(nowMs)
      }
      try {
        if (upkeep.next().done) upkeep = null
      } catch (error) {
        upkeep = null
        logger.error({ err: error }, 'the store of samples could not be kept in order')
      }
      return upkeep !== null
    },
  }
}
export type Recording = ReturnType<typeof createRecording>
