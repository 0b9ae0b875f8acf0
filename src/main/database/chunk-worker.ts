/** A long read that becomes bytes, on a worker of its own: chunks are handed over without a copy, a few ahead of who takes them. */
import { Worker } from 'node:worker_threads'
import type { OnQuery, ToldQuery } from './connection.ts'

export interface Chunk<Progress> {
  /** In a buffer of its own, which is given away. */
  bytes: Uint8Array<ArrayBuffer>
  progress: Progress
}

export interface ChunkWorkerData<Input> {
  databasePath: string
  input: Input
}

export type ChunkMessage<Progress, Result> =
  { kind: 'chunk'; chunk: Chunk<Progress> } | { kind: 'done'; result: Result } | { kind: 'failed'; message: string }

export interface ChunkWorker<Progress, Result> {
  /** The next chunk, or the end with what was made in all. Throws where it failed. One call at a time. */
  next(): Promise<{ done: false; chunk: Chunk<Progress> } | { done: true; result: Result }>
  /** Ends it at once; safe to call again. */
  stop(): Promise<void>
}

/** So many chunks are made before they are asked for. */
const ahead = 4
/** Megabytes. A smaller young generation is cleared so often that it costs a fifth of the rate; the rest needs little. */
const limits = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 48 }

/** `workerUrl`: a module that calls `serveChunks`. */
export const startChunkWorker = <Input, Progress, Result>(
  workerUrl: URL,
  data: ChunkWorkerData<Input>,
  onQuery: OnQuery = () => {},
): ChunkWorker<Progress, Result> => {
  const arrived: ChunkMessage<Progress, Result>[] = []
  let wake = () => {}
  const arrive = (message: ChunkMessage<Progress, Result>) => {
    arrived.push(message)
    wake()
  }
  const worker = new Worker(workerUrl, { workerData: data, stdin: false, resourceLimits: limits })
  worker.on('message', ({ queries, ...message }: ChunkMessage<Progress, Result> & { queries: ToldQuery[] }) => {
    for (const query of queries) onQuery(...query)
    arrive(message)
  })
  worker.on('error', (error) => arrive({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }))
  worker.on('exit', () => arrive({ kind: 'failed', message: 'The worker ended.' }))
  worker.postMessage(ahead)

  return {
    next: async () => {
      while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      const message = arrived[0]!
      // An end stays: whoever asks again is told the same.
      if (message.kind === 'failed') throw new Error(message.message)
      if (message.kind === 'done') return { done: true, result: message.result }
      arrived.shift()
      worker.postMessage(1)
      return { done: false, chunk: message.chunk }
    },
    stop: async () => {
      await worker.terminate()
    },
  }
}
