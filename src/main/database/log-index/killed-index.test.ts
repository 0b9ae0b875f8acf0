import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { expectIndexOfLog, openIndexedLog } from '../../test-kit/open-indexed-log.ts'
import type { FromIndexWorker, IndexWorkerData } from './index-messages.ts'

const url = new URL('../../console/index-worker.ts', import.meta.url)

test('a worker that is terminated in the middle of a step leaves nothing half done', { timeout: 300_000 }, async () => {
  const indexed = openIndexedLog({ partSize: 700 })
  const workerData: IndexWorkerData = { databasePath: indexed.path, directory: indexed.directory, partSize: indexed.partSize }
  await indexed.append(2000, (n) => ({ message: `Thing ${n} of ${n % 50}`, detail: { note: `word${n % 700} and word${n % 13}` } }))
  let interrupted = 0
  for (let round = 0; round < 10; round++) {
    await indexed.append(100)
    const worker = new Worker(url, { workerData })
    let behind = 1
    worker.on('message', (message: FromIndexWorker) => {
      if (message.kind === 'reach') behind = message.reach.behind
    })
    const started = performance.now()
    await new Promise((resolve) => worker.once('online', resolve))
    // Somewhere in its work: it takes some 40 ms to load, and as long again to index.
    while (performance.now() - started < 20 + round * 15 && behind > 0) await new Promise((resolve) => setImmediate(resolve))
    if (behind > 0) interrupted += 1
    await worker.terminate()
    for (const part of indexed.index.parts())
      expect(part.db.get('SELECT sum(entries) AS n FROM minute')).toEqual({ n: part.indexedSequence - part.firstSequence + 1 })
  }
  expect(interrupted).toBeGreaterThan(0)
  await indexed.indexNow()
  expectIndexOfLog(indexed)
})
