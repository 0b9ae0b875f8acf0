// How fast the whole log is verified beside a worker that only reads and hashes the same rows; and how long its counters and index take.
import { Worker } from 'node:worker_threads'
import type { By } from '../src/main/database/database.ts'
import type { Figure } from './figure.ts'
import type { BenchLog } from './open-bench-log.ts'

export const benchBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'bench', requestId: null }

const readAndHash = (databasePath: string, until: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const startedMs = performance.now()
    const worker = new Worker(new URL('./hash-rows.worker.ts', import.meta.url), { workerData: { databasePath, until } })
    worker.once('message', (rows: number) => resolve((rows * 1000) / (performance.now() - startedMs)))
    worker.once('error', reject)
  })

interface Verified {
  /** Hashes, links and signed heads. */
  rowsPerSecond: number
  /** The counters by hour, and every part of the index against its hash or the log. */
  derivedMs: number
}

const verify = async ({ audit }: BenchLog, onProgress: (checked: number) => void): Promise<Verified> => {
  const startedMs = performance.now()
  let entriesMs = 0
  for await (const event of audit.verify(benchBy)) {
    const elapsedMs = performance.now() - startedMs
    if (event.kind === 'progress' && event.phase === 'entries') {
      entriesMs = elapsedMs
      onProgress(event.checked)
    }
    if (event.kind !== 'verdict') continue
    if (!event.verdict.intact) throw new Error(`The log does not verify: ${event.verdict.sentence}`)
    return { rowsPerSecond: (event.verdict.checked * 1000) / entriesMs, derivedMs: elapsedMs - entriesMs }
  }
  throw new Error('No verdict was told.')
}

export const measureVerifying = async (log: BenchLog, onProgress: (checked: number) => void): Promise<Figure[]> => {
  const baseline = await readAndHash(log.databasePath, log.audit.size().lastSequence)
  const { rowsPerSecond, derivedMs } = await verify(log, onProgress)
  return [
    { name: 'verify.rate', value: rowsPerSecond, unit: 'rows/s', baseline, goal: { atLeast: Math.round(baseline / 2) } },
    { name: 'verify.counters_and_index', value: derivedMs / 1000, unit: 's' },
  ]
}
