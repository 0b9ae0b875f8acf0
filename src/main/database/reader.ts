/** Long reads in slices on a worker with a read-only connection, so that a slow query never holds up the console. */
import { Worker } from 'node:worker_threads'
import { GatehouseError } from '../../shared/errors.ts'
import type { OnQuery, ToldQuery } from './connection.ts'
import type { Readable } from './database.ts'
import type { LogIndex } from './log-index/log-index.ts'

/** One slice of a long read: takes at most about 50 ms, then says where to go on. Runs in the worker. */
export type Slice<Input = never, Output = unknown> = (db: Readable, input: Input, index: LogIndex) => Output
export type Slices = Record<string, Slice>

export interface Reader<Known extends Slices> {
  run<Name extends keyof Known & string>(name: Name, input: Parameters<Known[Name]>[1]): Promise<ReturnType<Known[Name]>>
  close(): Promise<void>
}

export interface SliceRequest {
  id: number
  name: string
  input: unknown
}
/** Of which databases the worker may read. */
export interface ReaderPaths {
  databasePath: string
  telemetryPath?: string
  /** Without it, no part of the log's index is there. */
  indexDirectory?: string
  /** Entries a part of the index; tests take less. */
  partSize?: number
}
/** `queries`: what it ran; `unreadable`: parts of the index that it had to pass over. */
export type SliceAnswer = { id: number; queries: ToldQuery[]; unreadable: string[] } & (
  { ok: true; output: unknown } | { ok: false; message: string }
)

const maxWaiting = 1000

/** `workerUrl`: a module that calls `serveSlices`. A worker that dies is started again with the next slice. */
export const createReader = <Known extends Slices>(
  workerUrl: URL,
  given: string | ReaderPaths,
  onQuery: OnQuery = () => {},
  onUnreadablePart: (file: string) => void = () => {},
): Reader<Known> => {
  const paths: ReaderPaths = typeof given === 'string' ? { databasePath: given } : given
  const waiting = new Map<number, { resolve(output: unknown): void; reject(error: unknown): void }>()
  let nextId = 1
  let worker: Worker | null = null
  let closed = false

  const failAll = (error: unknown) => {
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }
  /** A dying worker says so twice, and another may have taken its place in between. */
  const died = (which: Worker, error: unknown) => {
    if (worker !== which) return
    worker = null
    failAll(error)
  }
  const settle = (id: number) => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (waiting.size === 0) worker?.unref()
    return one
  }
  const start = (): Worker => {
    const started = new Worker(workerUrl, { workerData: paths, stdin: false })
    started.on('message', (answer: SliceAnswer) => {
      const one = settle(answer.id)
      for (const query of answer.queries) onQuery(...query)
      for (const file of answer.unreadable) onUnreadablePart(file)
      if (answer.ok) one?.resolve(answer.output)
      else one?.reject(new Error(answer.message))
    })
    started.on('error', (error) => died(started, error))
    started.on('exit', () => died(started, new Error('The reader ended.')))
    started.unref()
    return started
  }
  const stopping = () => new GatehouseError('BUSY', 'The console is stopping.', {})

  return {
    run: (name, input) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(stopping())
        if (waiting.size >= maxWaiting) return reject(new GatehouseError('BUSY', 'Too many searches at once; try again in a moment.', {}))
        worker ??= start()
        const id = nextId++
        waiting.set(id, { resolve, reject })
        worker.ref()
        try {
          worker.postMessage({ id, name, input } satisfies SliceRequest)
        } catch (error) {
          settle(id)
          reject(error)
        }
      }),
    close: async () => {
      closed = true
      const ending = worker
      worker = null
      failAll(stopping())
      await ending?.terminate()
    },
  }
}
