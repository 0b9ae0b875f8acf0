/** The worker's side of a stream of chunks: makes one only where one was asked for, so that a paused reader stops the reading. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Chunk, ChunkMessage, ChunkWorkerData } from './chunk-worker.ts'
import { openForReading } from './connection.ts'
import type { ToldQuery } from './connection.ts'
import type { Readable } from './database.ts'

/** `snapshot`: all is read as it was at the first look; the write-ahead log grows until the end, so only for what ends by itself. */
export const serveChunks = <Input, Progress, Result>(
  make: (db: Readable, input: Input) => AsyncGenerator<Chunk<Progress>, Result>,
  { snapshot = false }: { snapshot?: boolean } = {},
): void => {
  const port = parentPort!
  const { databasePath, input } = workerData as ChunkWorkerData<Input>
  let queries: ToldQuery[] = []
  let asked = 0
  let wake = () => {}
  port.on('message', (more: number) => {
    asked += more
    wake()
  })
  const tell = (message: ChunkMessage<Progress, Result>, transfer: ArrayBuffer[] = []) => {
    port.postMessage({ ...message, queries }, transfer)
    queries = []
  }
  const run = async () => {
    const { connection, handle } = openForReading(databasePath, (...query) => queries.push(query))
    if (snapshot) connection.exec('BEGIN')
    const chunks = make(handle, input)
    while (true) {
      while (asked === 0) await new Promise<void>((resolve) => (wake = resolve))
      asked -= 1
      const next = await chunks.next()
      if (next.done) {
        connection.close()
        return tell({ kind: 'done', result: next.value })
      }
      tell({ kind: 'chunk', chunk: next.value }, [next.value.bytes.buffer])
    }
  }
  run()
    .catch((error: unknown) => tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }))
    .finally(() => port.close())
}
