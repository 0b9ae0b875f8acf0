// How fast the log takes entries, beside raw inserts in the same batches; and how soon it acknowledges a steady stream.
import { setImmediate as letOthers, setTimeout as sleep } from 'node:timers/promises'
import type { PreparedEntry } from '../src/main/database/prepare-entry.ts'
import { asEvent } from './as-event.ts'
import { openBareLog } from './bare-log.ts'
import type { Figure } from './figure.ts'
import { createLogEntries } from './log-entries.ts'
import type { BenchLog } from './open-bench-log.ts'
import { openRawLog } from './raw-log.ts'

const batchEntries = 1_000

/** One after the other: what is kept in memory is gone through again and again while others are timed. */
function* batchesOf(entries: number, seed: number): Generator<PreparedEntry[]> {
  const untilMs = Date.now()
  const made = createLogEntries({ entries, fromMs: untilMs - 3_600_000, untilMs, seed })
  for (let batch = made.take(batchEntries); batch.length > 0; batch = made.take(batchEntries)) yield batch
}
const perSecond = (entries: number, tookMs: number): number => (entries * 1000) / tookMs

/** The log and the raw tables take turns, so that a busy machine is as busy for each. */
const appendInTurns = async (directory: string, entries: number) => {
  const log = openBareLog(directory)
  const words = openRawLog(directory, 'words')
  const ids = openRawLog(directory, 'ids')
  let ownMs = 0
  for (const batch of batchesOf(entries, 2)) {
    words.insert(batch)
    ids.insert(batch)
    const startedMs = performance.now()
    log.append(batch)
    ownMs += performance.now() - startedMs
  }
  words.close()
  ids.close()
  await log.close()
  return { words: words.perSecond(), ids: ids.perSecond(), foreground: perSecond(entries, ownMs) }
}

/** Until the last entry is in the index too, which follows on another core. */
const appendIndexed = async (directory: string, entries: number, onProgress: (behind: number) => void): Promise<number> => {
  const log = openBareLog(directory)
  log.startIndex()
  await log.indexReached(onProgress)
  const batches = [...batchesOf(entries, 3)]
  const startedMs = performance.now()
  for (const batch of batches) {
    log.append(batch)
    await letOthers()
  }
  await log.indexReached()
  const tookMs = performance.now() - startedMs
  await log.close()
  return perSecond(entries, tookMs)
}

/** The index of what was in the log before is made on the way. */
export const measureAppending = async (directory: string, entries: number, onProgress: (behind: number) => void): Promise<Figure[]> => {
  const { words, ids, foreground } = await appendInTurns(directory, entries)
  const full = await appendIndexed(directory, entries, onProgress)
  return [
    { name: 'append.full', value: full, unit: 'rows/s', baseline: words, goal: { atLeast: Math.round(0.4 * words) } },
    { name: 'append.foreground', value: foreground, unit: 'rows/s', baseline: words, goal: { atLeast: Math.round(0.75 * words) } },
    { name: 'append.foreground_beside_ids', value: foreground, unit: 'rows/s', baseline: ids },
  ]
}

/** By the door: each entry is checked, and promised by a commit that it shares with others. */
export const appendByDoor = async ({ database }: BenchLog, entries: number): Promise<Figure> => {
  let tookMs = 0
  for (const batch of batchesOf(entries, 5)) {
    const events = batch.map(asEvent)
    const startedMs = performance.now()
    const promised = events.map(([by, event]) => database.append(by, event))
    await database.flush()
    await Promise.all(promised)
    tookMs += performance.now() - startedMs
  }
  return { name: 'append.by_door', value: perSecond(entries, tookMs), unit: 'rows/s' }
}

/** Enters 2,000 a second until told to stop; answers in how many milliseconds each was acknowledged. */
export const appendSteadily = async ({ database }: BenchLog, isOver: () => boolean): Promise<number[]> => {
  const events = [...batchesOf(10_000, 4)].flat().map(asEvent)
  const tookMs: number[] = []
  const waiting: Promise<void>[] = []
  const startedMs = performance.now()
  for (let sent = 0; !isOver();) {
    const due = Math.floor((performance.now() - startedMs) * 2)
    for (; sent < due; sent++) {
      const [by, event] = events[sent % events.length]!
      const askedMs = performance.now()
      waiting.push(database.append(by, event).then(() => void tookMs.push(performance.now() - askedMs)))
    }
    await sleep(1)
  }
  await Promise.all(waiting)
  return tookMs
}
