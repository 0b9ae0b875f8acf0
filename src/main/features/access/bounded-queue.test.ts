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

test('what comes first passes what waits, and finds a place where all others are taken', async () => {
  const queue = createBoundedQueue(1, 1, 'Too busy.')
  const { open, opened } = gate()
  const done: string[] = []
  const running = queue.run(() => opened)
  const waiting = queue.run(async () => done.push('waiting'))
  const first = queue.runFirst(async () => done.push('first'))
  await expect(queue.run(async () => {})).rejects.toMatchObject({ code: 'BUSY' })
  await expect(queue.runFirst(async () => {})).rejects.toMatchObject({ code: 'BUSY' })
  open()
  await Promise.all([running, waiting, first])
  expect(done).toEqual(['first', 'waiting'])
})

test('work that fails gives its place back', async () => {
  const queue = createBoundedQueue(1, 0, 'Too busy.')
  await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await queue.run(async () => 'next')).toBe('next')
})
