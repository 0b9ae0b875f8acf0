/** Takes the guard's batches: records, totals and series in one transaction each, so that a batch that comes again counts once. */
import type { Clock } from '../../../ports/clock.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { ToConsole } from '../../../shared/guard-protocol.ts'
import type { Writable } from '../../database/database.ts'
import type { Telemetry } from '../../database/telemetry.ts'
import { createRankedLabels } from './ranked-labels.ts'
import { addRequest } from './request.store.ts'
import { samplesOfSecond } from './second-samples.ts'
import type { TrafficLabels } from './second-samples.ts'
import { afterBatch, whileQuiet } from './series-progress.ts'
import type { Progress, Second } from './series-progress.ts'
import type { SeriesSink } from './series-sink.ts'
import { addKeptBytes, setTaken, takenSoFar } from './taken.store.ts'
import { addTotals, addUnrecorded } from './total.store.ts'
import { createWords } from './words.store.ts'

export type TrafficBatch = Pick<Extract<ToConsole, { t: 'batch' }>, 'number' | 'requests' | 'counts' | 'unrecorded'>

export interface IngestOptions {
  telemetry: Telemetry
  clock: Clock
  logger: Logger
  series: SeriesSink
  /** A guard is connected. */
  guardIsThere(): boolean
}

/** Series of their own for so many routes, consumers and upstreams each. */
const mostOwnSeries = 50
/** Words and histogram of a row of totals, with what SQLite adds. */
export const bytesOfTotal = 220
const quietAfterMs = 2_000
const rankEveryMs = 60_000

export const createIngest = ({ telemetry, clock, logger, series, guardIsThere }: IngestOptions) => {
  const words = createWords()
  const ranked = () => createRankedLabels(mostOwnSeries)
  const labels: TrafficLabels = { routes: ranked(), consumers: ranked(), upstreams: ranked(), statuses: ranked() }
  const taken = telemetry.read(takenSoFar)
  let newest = taken.number
  let progress: Progress = { secondMs: taken.secondMs, pending: taken.pending, idle: null }
  let lastBatchMs = -Infinity
  let rankedMs = clock.monotonic()
  let failing = false

  const write = (number: number, next: Progress, seconds: readonly Second[], more: (tx: Writable) => void): void => {
    const committed: (() => void)[] = []
    try {
      telemetry.write((tx) => {
        more(tx)
        for (const second of seconds) committed.push(series.add(tx, second.atMs, samplesOfSecond(second, labels)))
        setTaken(tx, { number, secondMs: next.secondMs, pending: next.pending })
      })
    } catch (error) {
      words.rolledBack()
      throw error
    }
    words.committed()
    for (const done of committed) done()
    newest = number
    progress = next
  }

  return {
    /** False of one that was taken before. Throws where it could not be kept: nothing of it is. */
    take: ({ number, requests, counts, unrecorded }: TrafficBatch): boolean => {
      if (number <= newest) {
        logger.warn({ batch: number, newest }, 'a batch of the guard came again and is not counted twice')
        return false
      }
      const next = afterBatch(progress, counts, clock.now())
      write(number, next.progress, next.seconds, (tx) => {
        let bytes = 0
        let without = unrecorded
        for (const record of requests) {
          const taking = addRequest(tx, words, record)
          bytes += taking
          if (taking === 0) without += 1
        }
        bytes += bytesOfTotal * addTotals(tx, words, counts)
        // Of which second they were nobody says: the newest of the batch is at most a moment off.
        const atMs = counts.reduce((newestMs, one) => Math.max(newestMs, one.secondMs), 0)
        if (without > 0) addUnrecorded(tx, atMs || clock.now(), without)
        addKeptBytes(tx, bytes)
      })
      lastBatchMs = clock.monotonic()
      return true
    },
    /** Once a second: what is complete although no batch follows it. */
    look: (): void => {
      const monotonicMs = clock.monotonic()
      if (monotonicMs - rankedMs >= rankEveryMs) {
        rankedMs = monotonicMs
        for (const one of Object.values(labels)) one.rank()
      }
      if (monotonicMs - lastBatchMs < quietAfterMs) return
      const next = whileQuiet(progress, guardIsThere(), clock.now())
      if (next.seconds.length === 0) return
      try {
        write(newest, next.progress, next.seconds, () => {})
        failing = false
      } catch (error) {
        if (!failing) logger.error({ err: error }, 'the traffic cannot be written into the charts')
        failing = true
      }
    },
  }
}
