/** Streams end when they must, and close their source. */
import { expect, test } from 'vitest'
import { guardStream } from './stream-guard.ts'

const collect = async <T>(stream: AsyncIterable<T>): Promise<T[]> => {
  const values: T[] = []
  for await (const value of stream) values.push(value)
  return values
}

test('a stream that nobody ends passes through whole', async () => {
  const source = (async function* () {
    yield 1
    yield 2
  })()
  expect(await collect(guardStream(source, new Promise(() => {})))).toEqual([1, 2])
})

test('a stream stuck in an await ends at once with what ended it, and its source is closed', async () => {
  let closed = false
  const source: AsyncIterator<number> = {
    next: () => new Promise(() => {}),
    return: async () => {
      closed = true
      return { done: true, value: undefined }
    },
  }
  const ended = Promise.withResolvers<Error | null>()
  const reading = collect(guardStream(source, ended.promise))
  ended.resolve(new Error('locked'))
  await expect(reading).rejects.toThrow('locked')
  expect(closed).toBe(true)
})

test('a caller that is gone ends the stream without an error', async () => {
  const source: AsyncIterator<number> = { next: () => new Promise(() => {}) }
  expect(await collect(guardStream(source, Promise.resolve(null)))).toEqual([])
})
