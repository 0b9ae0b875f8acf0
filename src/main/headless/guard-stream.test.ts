// A broken answer is told once; an answer that nobody wants any more is no error.
import { expect, test } from 'vitest'
import { guardStream } from './guard-stream.ts'

test('what breaks in the middle is told', async () => {
  const errors: unknown[] = []
  const source = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('broke')) })
  await guardStream(new Response(source), (error) => errors.push(error)).text()
  expect(errors).toMatchObject([{ message: 'broke' }])
})

test('a reader that goes away while the next piece is awaited closes the source, and nothing is told', async () => {
  const errors: unknown[] = []
  const cancelled = Promise.withResolvers<unknown>()
  const source = new ReadableStream<Uint8Array>({ cancel: (reason) => cancelled.resolve(reason) })
  const reader = guardStream(new Response(source), (error) => errors.push(error)).body!.getReader()
  const next = reader.read()
  await reader.cancel('gone')
  expect(await cancelled.promise).toBe('gone')
  expect(await next).toMatchObject({ done: true })
  await new Promise((resolve) => setImmediate(resolve))
  expect(errors).toEqual([])
})
