/** The worker's side of the reader: answers slices one after the other. */
import { parentPort, workerData } from 'node:worker_threads'
import { openForReading } from './connection.ts'
import type { Readable } from './database.ts'
import type { ReaderPaths, SliceAnswer, SliceRequest, Slices } from './reader.ts'

/** `telemetrySlices` read telemetry.db, the others the console's own database. */
export const serveSlices = (slices: Slices, telemetrySlices: Slices = {}): void => {
  const paths = workerData as ReaderPaths
  let queries: SliceAnswer['queries'] = []
  const openAt = (path: string): Readable => openForReading(path, (name, elapsedMs) => queries.push([name, elapsedMs])).handle
  const own = openAt(paths.databasePath)
  let telemetry: Readable | null = null
  const handleFor = (name: string): Readable => {
    if (!Object.hasOwn(telemetrySlices, name)) return own
    if (paths.telemetryPath === undefined) throw new Error(`No telemetry is open for the slice ${name}.`)
    return (telemetry ??= openAt(paths.telemetryPath))
  }
  const all: Slices = { ...slices, ...telemetrySlices }
  parentPort!.on('message', ({ id, name, input }: SliceRequest) => {
    let answer: SliceAnswer
    try {
      const slice = all[name]
      if (!slice) throw new Error(`No slice is named ${name}.`)
      const output = slice(handleFor(name), input as never)
      answer = { id, ok: true, output, queries }
    } catch (error) {
      answer = { id, ok: false, message: error instanceof Error ? error.message : String(error), queries }
    }
    queries = []
    parentPort!.postMessage(answer)
  })
}
