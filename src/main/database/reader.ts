/** Long reads in slices on a worker with a read-only connection, so that a slow query never holds up the console. */
import { Worker } from 'node:worker_threads'
import { GatehouseError } from '../../shared/errors.ts'
import type { Readable } from './database.ts'

/** One slice of a long read: takes at most about 50 ms, then says where to go on. Runs in the worker. */
export type Slice<Input = never, Output = unknown> = (db: Readable, input: Input) => Output
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
export type SliceAnswer = { id: number } & ({ ok: true; output: unknown } | { ok: false; message: string })

const maxWaiting = 1000

/** `workerUrl`: a module that calls `serveSlices`. A worker that dies is started again with the next slice. */
export const createReader = <Known extends Slices>(workerUrl: URL, databasePath: string): Reader<Known> => {
  const waiting = new Map<number, { resolve(output: unknown): void; reject(error: unknown): void }>()
  let nextId = 1
  let worker: Worker | null = null
  const failAll = (error: unknown) => {
    worker = null
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }
  const start = (): Worker => {
    const started = new Worker(workerUrl, { workerData: { databasePath }, stdin: false })
    started.on('message', (answer: SliceAnswer) => {
      const one = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (waiting.size === 0) started.unref()
      if (answer.ok) one?.resolve(answer.output)
      else one?.reject(new Error(answer.message))
    })
    started.on('error', failAll)
    started.on('exit', () => failAll(new Error('The reader ended.')))
    started.unref()
    return started
  }
  return {
    run: (name, input) =>
      new Promise((resolve, reject) => {
        if (waiting.size >= maxWaiting) {
          reject(new GatehouseError('BUSY', 'Too many searches at once; try again in a moment.', {}))
          return
        }
        worker ??= start()
        const id = nextId++
        waiting.set(id, { resolve, reject })
        worker.ref()
        worker.postMessage({ id, name, input } satisfies SliceRequest)
      }),
    close: async () => {
      const ending = worker
      ending?.removeAllListeners('exit')
      failAll(new GatehouseError('BUSY', 'The console is stopping.', {}))
      await ending?.terminate()
    },
  }
}
