/** The worker's side of the index: steps until all is in, then waits to be told that the log has grown. */
import { parentPort, workerData } from 'node:worker_threads'
import { storageFaultOf } from '../sqlite-errors.ts'
import type { FromIndexWorker, IndexTrouble, IndexWorkerData, ToIndexWorker } from './index-messages.ts'
import { createIndexWriter } from './index-writer.ts'

const firstPauseMs = 1_000
const longestPauseMs = 60_000
/** While it is far behind, the console is told no more often. */
const tellEverySteps = 20

const troubleOf = (error: unknown): IndexTrouble =>
  storageFaultOf(error) === 'full'
    ? { kind: 'disk-full' }
    : { kind: 'fault', message: error instanceof Error ? error.message : String(error) }

export const serveIndex = (): void => {
  const { databasePath, directory, partSize } = workerData as IndexWorkerData
  const port = parentPort!
  const tell = (message: FromIndexWorker) => port.postMessage(message)
  const writer = createIndexWriter({ databasePath, directory, partSize })
  let planned: NodeJS.Immediate | NodeJS.Timeout | null = null
  let pausing = false
  let pauseMs = firstPauseMs
  let trouble: IndexTrouble | null = null
  let steps = 0

  const tellReach = () => tell({ kind: 'reach', reach: writer.reach(), trouble })
  const goOn = () => {
    planned = setImmediate(step)
  }
  const pause = () => {
    pausing = true
    planned = setTimeout(() => {
      pausing = false
      step()
    }, pauseMs)
    pauseMs = Math.min(longestPauseMs, pauseMs * 2)
  }
  const step = () => {
    planned = null
    try {
      const { more, sealed, damaged } = writer.step()
      if (sealed) tell({ kind: 'sealed', part: sealed })
      if (damaged !== null) tell({ kind: 'damaged', file: damaged })
      const isWell = trouble === null
      trouble = null
      pauseMs = firstPauseMs
      steps += 1
      if (more) goOn()
      if (!more || !isWell || steps % tellEverySteps === 0) tellReach()
    } catch (error) {
      trouble = troubleOf(error)
      tellReach()
      pause()
    }
  }

  port.on('message', (message: ToIndexWorker) => {
    if (message.kind === 'stop') {
      if (planned !== null) {
        clearImmediate(planned as NodeJS.Immediate)
        clearTimeout(planned as NodeJS.Timeout)
      }
      writer.close()
      port.close()
      return
    }
    if (message.kind === 'doubt') writer.doubt(message.file)
    if (message.kind === 'reject') writer.reject(message.file)
    if (planned === null && !pausing) goOn()
  })
  goOn()
}
