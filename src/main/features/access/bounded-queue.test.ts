import { expect, test } from 'vitest'
import { createBoundedQueue } from './bounded-queue.ts'

const gate = () => {
  let open!: () => void
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { open, opened }
}

test('two run at once, two wait, a fifth is refused, and a free place goes to the one who waits longest', async () => {
  const queue = createBoundedQueue(2, 2, 'Too busy.')
  const started: number[] = []
  const gates = [0, 1, 2, 3].map(gate)
  const work = gates.map(({ opened }, index) =>
    queue.run(async () => {
      started.push(index)
      await opened
      return index
    }),
  )
  expect(started).toEqual([0, 1])
  await expect(queue.run(async () => 4)).rejects.toMatchObject({ code: 'BUSY', message: 'Too busy.' })
  gates[1]!.open()
  await work[1]
  expect(started).toEqual([0, 1, 2])
  for (const { open } of gates) open()
  expect(await Promise.all(work)).toEqual([0, 1, 2, 3])
})

test('work that fails gives its place back', async () => {
  const queue = createBoundedQueue(1, 0, 'Too busy.')
  await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await queue.run(async () => 'next')).toBe('next')
})
