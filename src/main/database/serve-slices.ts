/** The worker's side of the reader: answers slices one after the other. */
import { parentPort, workerData } from 'node:worker_threads'
import { openForReading } from './connection.ts'
import type { Readable } from './database.ts'
import { noLogIndex, openLogIndex, UnreadablePart } from './log-index/open-log-index.ts'
import type { ReaderPaths, Slice, SliceAnswer, SliceRequest, Slices } from './reader.ts'

/** A part that cannot be read is passed over when the slice runs again; more of them than this are too many. */
const mostTries = 5

/** `telemetrySlices` read telemetry.db, the others the console's own database and the log's index. */
export const serveSlices = (slices: Slices, telemetrySlices: Slices = {}): void => {
  const paths = workerData as ReaderPaths
  let queries: SliceAnswer['queries'] = []
  const openAt = (path: string): Readable => openForReading(path, (...query) => queries.push(query)).handle
  const own = openAt(paths.databasePath)
  const { indexDirectory, partSize } = paths
  let unreadable: string[] = []
  const index =
    indexDirectory === undefined
      ? noLogIndex
      : openLogIndex({
          directory: indexDirectory,
          log: own,
          onQuery: (...query) => queries.push(query),
          onUnreadable: (file) => unreadable.push(file),
          ...(partSize === undefined ? {} : { partSize }),
        })
  const run = (slice: Slice, db: Readable, input: unknown): unknown => {
    for (let tries = 1; ; tries++) {
      try {
        return slice(db, input as never, index)
      } catch (error) {
        if (!(error instanceof UnreadablePart) || tries === mostTries) throw error
      }
    }
  }
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
      const output = run(slice, handleFor(name), input)
      answer = { id, ok: true, output, queries, unreadable }
    } catch (error) {
      answer = { id, ok: false, message: error instanceof Error ? error.message : String(error), queries, unreadable }
    }
    queries = []
    unreadable = []
    parentPort!.postMessage(answer)
  })
}
