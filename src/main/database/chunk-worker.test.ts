import { expect, onTestFinished, test } from 'vitest'
import { bySystem, openTestDatabase } from '../test-kit/open-test-database.ts'
import type { TestChunksInput } from '../test-kit/test-chunks.ts'
import { startChunkWorker } from './chunk-worker.ts'

const module = new URL('../test-kit/test-chunks.ts', import.meta.url)

const start = (count: number, end: TestChunksInput['end'] = 'well') => {
  const opened = openTestDatabase()
  const made = new Int32Array(new SharedArrayBuffer(4))
  const queries: string[] = []
  const worker = startChunkWorker<TestChunksInput, number, number>(
    module,
    { databasePath: opened.path, input: { made, count, end } },
    (name) => queries.push(name),
  )
  onTestFinished(() => worker.stop())
  return { ...opened, worker, made: () => Atomics.load(made, 0), queries }
}

test('chunks come in order, then the result, and what was asked of the database is told', async () => {
  const { worker, database, queries } = start(10)
  await database.append(bySystem, { action: 'thing.happened', message: 'One' })
  for (let n = 1; n <= 10; n++) expect(await worker.next()).toEqual({ done: false, chunk: { bytes: new Uint8Array([n]), progress: n } })
  expect(await worker.next()).toEqual({ done: true, result: 1 })
  expect(await worker.next()).toEqual({ done: true, result: 1 })
  expect(queries).toEqual(['test count'])
})

test('no more than a few chunks are made ahead of who takes them', async () => {
  const { worker, made } = start(1000)
  for (let taken = 1; taken <= 200; taken++) {
    await worker.next()
    expect(made()).toBeLessThanOrEqual(taken + 4)
  }
})

test('a failure is told to whoever takes, and again', async () => {
  const { worker } = start(1, 'fail')
  await worker.next()
  await expect(worker.next()).rejects.toThrow('it cannot be made')
  await expect(worker.next()).rejects.toThrow('it cannot be made')
})

test('who waits is not left waiting when the worker dies', async () => {
  const { worker } = start(1, 'die')
  await worker.next()
  await expect(worker.next()).rejects.toThrow('ended')
})

test('what has ended can be stopped, more than once', async () => {
  const { worker } = start(0)
  expect((await worker.next()).done).toBe(true)
  await worker.stop()
  await expect(worker.stop()).resolves.toBeUndefined()
})

test('a stop ends a take that waits', async () => {
  const { worker } = start(1_000_000_000)
  await worker.next()
  const taking = (async () => {
    for (;;) await worker.next()
  })()
  await worker.stop()
  await expect(taking).rejects.toThrow('ended')
})
