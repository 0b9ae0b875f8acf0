/** The worker's side of the reader: answers slices one after the other. */
import { parentPort, workerData } from 'node:worker_threads'
import { openForReading } from './connection.ts'
import type { SliceAnswer, SliceRequest, Slices } from './reader.ts'

export const serveSlices = (slices: Slices): void => {
  const { handle } = openForReading((workerData as { databasePath: string }).databasePath)
  parentPort!.on('message', ({ id, name, input }: SliceRequest) => {
    let answer: SliceAnswer
    try {
      const slice = slices[name]
      if (!slice) throw new Error(`No slice is named ${name}.`)
      answer = { id, ok: true, output: slice(handle, input as never) }
    } catch (error) {
      answer = { id, ok: false, message: error instanceof Error ? error.message : String(error) }
    }
    parentPort!.postMessage(answer)
  })
}
