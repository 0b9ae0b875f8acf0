/**
 * Keeps batches until the console has them for good. With a console that keeps up they go straight over; else they wait on
 * disk, in order, up to a bound; beyond it only counters are kept and the loss is told.
 */
import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { Batch, BatchContent } from './batch.ts'
import { createLeftover } from './leftover.ts'
import type { SpillFiles } from './spill-files.ts'

const deflate = promisify(deflateRaw)

export interface Outbox {
  put(content: BatchContent): void
  /** To a console that proved itself; nothing is sent before it gives credit. */
  connect(send: (batch: Batch) => void): void
  disconnect(): void
  credit(batches: number): void
  acknowledge(number: number): void
  spilledBytes(): number
  /** Resolves when everything so far is where it belongs. */
  settled(): Promise<void>
  /** Puts on disk what is not acknowledged. */
  close(): Promise<void>
}

export interface OutboxOptions {
  spill: SpillFiles
  nextNumber(): number
  clock: Clock
  logger: Logger
  mostSpilledBytes?: number
  /** 80 % of the space is used. */
  onFilling(spilledBytes: number): void
}

const mostBytes = 256 * 1024 * 1024
/** Batches that a slow disk may keep waiting in memory. */
const mostUnwritten = 32
const retryDiskAfterMs = 10_000

export const createOutbox = (options: OutboxOptions): Outbox => {
  const { spill, clock, logger, mostSpilledBytes = mostBytes } = options
  const leftover = createLeftover()
  const underWay = new Map<number, Batch>()
  let send: ((batch: Batch) => void) | null = null
  let credits = 0
  /** Of a former connection, where the disk did not take them. */
  let again: Batch[] = []
  /** Of those on disk, the first so many were sent and are not acknowledged. */
  let sentFromDisk = 0
  let unwritten = 0
  let diskFailedUntilMs = -Infinity
  let warned = false
  let turn: Promise<void> = Promise.resolve()

  const inTurn = (work: () => Promise<void> | void): void => {
    turn = turn.then(work).catch((error: unknown) => logger.error({ err: error }, 'records could not be kept'))
  }
  const bodyOf = async (batch: Batch): Promise<Buffer> => deflate(Buffer.from(JSON.stringify(batch), 'utf8'), { level: 1 })
  const lose = (content: BatchContent) => leftover.add(content, clock.now())
  const hasRoom = () => clock.monotonic() >= diskFailedUntilMs && spill.bytes() < mostSpilledBytes * (leftover.isEmpty() ? 1 : 0.9)
  const diskFailed = (error: unknown) => {
    diskFailedUntilMs = clock.monotonic() + retryDiskAfterMs
    logger.error({ err: error }, 'records cannot be written to disk; only counters are kept')
  }
  const watchSpace = () => {
    const share = spill.bytes() / mostSpilledBytes
    if (share < 0.5) warned = false
    if (share < 0.8 || warned) return
    warned = true
    options.onFilling(spill.bytes())
  }

  const write = async (content: BatchContent): Promise<void> => {
    if (!hasRoom()) return lose(content)
    const batch: Batch = { t: 'batch', number: options.nextNumber(), ...content }
    const body = await bodyOf(batch)
    if (spill.bytes() + body.length > mostSpilledBytes) return lose(content)
    try {
      await spill.append(batch.number, body)
    } catch (error) {
      diskFailed(error)
      return lose(content)
    }
    watchSpace()
  }
  const isStraight = () => send !== null && credits > 0 && again.length === 0 && spill.count() === 0
  const sendStraight = (content: BatchContent) => {
    const batch: Batch = { t: 'batch', number: options.nextNumber(), ...content }
    credits -= 1
    underWay.set(batch.number, batch)
    send!(batch)
  }
  const pass = async (content: BatchContent): Promise<void> => {
    if (isStraight()) sendStraight(content)
    else await write(content)
  }
  const passLeftover = async (): Promise<void> => {
    if (!leftover.isEmpty() && (isStraight() || hasRoom())) await pass(leftover.take(clock.now()))
  }
  const sendWaiting = (): void => {
    while (send && credits > 0 && again.length > 0) {
      credits -= 1
      send(again.shift()!)
    }
    while (send && credits > 0 && sentFromDisk < spill.count()) {
      const { number, batch } = spill.read(sentFromDisk)
      sentFromDisk += 1
      if (batch) {
        credits -= 1
        send(batch)
        continue
      }
      logger.error({ batch: number }, 'a batch on disk is damaged and is lost')
      if (sentFromDisk === 1) {
        spill.dropUpTo(number)
        sentFromDisk = 0
      }
    }
  }

  const keepUnderWay = async (): Promise<void> => {
    const batches = [...underWay.values()]
    underWay.clear()
    try {
      await spill.prepend(await Promise.all(batches.map(async (batch) => ({ number: batch.number, body: await bodyOf(batch) }))))
    } catch (error) {
      diskFailed(error)
      // They may have arrived or not: telling their counts again would count them twice.
      for (const batch of batches) underWay.set(batch.number, batch)
    }
  }

  return {
    put: (content) => {
      if (unwritten >= mostUnwritten) return lose(content)
      unwritten += 1
      inTurn(async () => {
        unwritten -= 1
        await passLeftover()
        await pass(content)
        sendWaiting()
      })
    },
    connect: (next) =>
      inTurn(() => {
        send = next
        credits = 0
        sentFromDisk = 0
        again = [...underWay.values()]
      }),
    disconnect: () =>
      inTurn(async () => {
        send = null
        credits = 0
        sentFromDisk = 0
        if (underWay.size > 0) await keepUnderWay()
      }),
    credit: (batches) =>
      inTurn(async () => {
        if (!send) return
        credits += batches
        sendWaiting()
        await passLeftover()
      }),
    acknowledge: (number) =>
      inTurn(() => {
        for (const known of underWay.keys()) if (known <= number) underWay.delete(known)
        const before = spill.count()
        spill.dropUpTo(number)
        sentFromDisk = Math.max(0, sentFromDisk - (before - spill.count()))
        watchSpace()
      }),
    spilledBytes: () => spill.bytes(),
    settled: () => turn,
    close: () => {
      inTurn(async () => {
        send = null
        if (underWay.size > 0) await keepUnderWay()
        await passLeftover()
        await spill.close()
      })
      return turn
    },
  }
}
