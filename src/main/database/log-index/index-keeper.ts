/** The console's side of the index: runs its worker, tells it that the log has grown, and enters in the log what it sealed. */
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Clock } from '../../../ports/clock.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { By, Database } from '../database.ts'
import { sealedEntry, writeSealed } from './enter-sealed.ts'
import type { FromIndexWorker, IndexTrouble, IndexWorkerData, ToIndexWorker } from './index-messages.ts'
import { partEntries } from './index-schema.ts'
import type { IndexReach, SealedPart } from './index-writer.ts'

export interface IndexKeeperOptions {
  /** A module that calls `serveIndex`. */
  workerUrl: URL
  database: Pick<Database, 'append' | 'change'>
  databasePath: string
  /** Of the index's files. */
  directory: string
  clock: Clock
  logger: Logger
  partSize?: number
  onChange?(state: IndexState): void
}

export interface IndexState extends IndexReach {
  /** Null while all is well; `died`: the worker ended and is started again. */
  trouble: IndexTrouble | { kind: 'died' } | null
}

export interface IndexKeeper {
  /** The log has grown, or its horizon has risen. Called as often as one likes; the first time starts the worker. */
  look(): void
  /** A part could not be read: it is looked at again, and made anew where it is damaged. */
  doubt(file: string): void
  /** A verification found a part wrong: it is made anew, whatever it says of itself. */
  reject(file: string): void
  /** Null until the worker has looked. */
  state(): IndexState | null
  /** Of all its files. */
  sizeBytes(): number
  /** Ends the worker after its step; what was sealed is entered. */
  stop(): Promise<void>
}

const systemBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }
const lookEveryMs = 200
const firstRestartMs = 1_000
const longestRestartMs = 60_000
const stopWithinMs = 3_000

export const createIndexKeeper = (options: IndexKeeperOptions): IndexKeeper => {
  const { database, clock, logger, directory } = options
  let worker: Worker | null = null
  let state: IndexState | null = null
  let restartMs = firstRestartMs
  let stopping = false
  let lookPlanned = false
  let cancelRestart: (() => void) | null = null
  const entering = new Set<Promise<void>>()

  const enter = (what: string, work: Promise<unknown>): void => {
    const done: Promise<void> = work
      .then(
        () => {},
        (error: unknown) => logger.error({ err: error }, `${what} could not be entered`),
      )
      .finally(() => entering.delete(done))
    entering.add(done)
  }
  const setState = (next: IndexState | null): void => {
    state = next
    if (next) options.onChange?.(next)
  }

  const enterSealed = (part: SealedPart): void =>
    enter(
      'a sealed part of the index',
      database.change(systemBy, sealedEntry(part), (tx) => writeSealed(tx, part)),
    )
  const enterDamaged = (file: string): void =>
    enter(
      'a damaged part of the index',
      database.append(systemBy, {
        action: 'log.index-damaged',
        severity: 'high',
        message: `The part ${file} of the log's index is not as it was sealed: it was changed or damaged, and is made anew from the log`,
        detail: { file },
      }),
    )

  const hear = (message: FromIndexWorker): void => {
    if (message.kind === 'sealed') return enterSealed(message.part)
    if (message.kind === 'damaged') return enterDamaged(message.file)
    const { reach, trouble } = message
    if (trouble === null) restartMs = firstRestartMs
    else if (state?.trouble?.kind !== trouble.kind) logger.warn({ trouble }, 'the index of the log cannot be written')
    setState({ ...reach, trouble })
  }

  /** A dying worker says so twice, and another may have taken its place in between. */
  const died = (which: Worker, error: unknown): void => {
    if (worker !== which) return
    worker = null
    if (stopping) return
    logger.error({ err: error }, 'the worker of the index ended')
    setState({ indexedSequence: state?.indexedSequence ?? 0, behind: state?.behind ?? 0, trouble: { kind: 'died' } })
    cancelRestart = clock.after(restartMs, start)
    restartMs = Math.min(longestRestartMs, restartMs * 2)
  }
  const start = (): void => {
    cancelRestart = null
    if (worker || stopping) return
    const workerData: IndexWorkerData = { databasePath: options.databasePath, directory, partSize: options.partSize ?? partEntries }
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    const started = new Worker(options.workerUrl, { workerData, stdin: false })
    started.on('message', hear)
    started.on('error', (error) => died(started, error))
    started.on('exit', () => died(started, new Error('The worker of the index ended.')))
    started.unref()
    worker = started
  }
  const send = (message: ToIndexWorker): void => worker?.postMessage(message)

  return {
    look: () => {
      if (lookPlanned || stopping) return
      lookPlanned = true
      clock.after(lookEveryMs, () => {
        lookPlanned = false
        if (worker) send({ kind: 'look' })
        else if (!cancelRestart) start()
      })
    },
    doubt: (file) => send({ kind: 'doubt', file }),
    reject: (file) => send({ kind: 'reject', file }),
    state: () => state,
    sizeBytes: () => {
      try {
        return readdirSync(directory).reduce(
          (sum, name) => sum + (statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0),
          0,
        )
      } catch {
        return 0
      }
    },
    stop: async () => {
      stopping = true
      cancelRestart?.()
      const ending = worker
      if (ending) {
        const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()))
        ending.ref()
        send({ kind: 'stop' })
        const limit = new AbortController()
        await Promise.race([ended, clock.sleep(stopWithinMs, limit.signal).catch(() => {})])
        limit.abort()
        await ending.terminate()
        worker = null
      }
      await Promise.all(entering)
    },
  }
}
