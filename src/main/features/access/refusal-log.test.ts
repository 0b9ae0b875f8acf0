import { expect, test } from 'vitest'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { bySystem } from './actors.ts'
import { createRefusalLog } from './refusal-log.ts'

const setUp = () => {
  const clock = createHandClock()
  const entries: string[] = []
  const log = createRefusalLog(clock, async (_by, event) => void entries.push(`${event.message} x${event.count}`))
  const refuse = (name: string, message = name) => log.record(name, bySystem, { action: 'sign-in.refused', message })
  return { clock, entries, log, refuse }
}

test('the first is entered at once, those within ten seconds as one entry with their count', async () => {
  const { clock, entries, refuse } = setUp()
  for (const message of ['first', 'second', 'third', 'fourth']) await refuse('mara', message)
  expect(entries).toEqual(['first x1'])
  clock.advance(10_000)
  expect(entries).toEqual(['first x1', 'fourth x3'])
})

test('somebody who goes on gets at most one entry in ten seconds', async () => {
  const { clock, entries, refuse } = setUp()
  for (let second = 0; second < 60; second++) {
    await refuse('mara')
    clock.advance(1000)
  }
  expect(entries).toHaveLength(7)
  expect(entries.slice(1).every((entry) => entry === 'mara x10' || entry === 'mara x9')).toBe(true)
})

test('after a quiet time the next is entered at once, and names do not mix', async () => {
  const { clock, entries, refuse } = setUp()
  await refuse('mara')
  await refuse('otto')
  clock.advance(10_000)
  await refuse('mara')
  expect(entries).toEqual(['mara x1', 'otto x1', 'mara x1'])
})

test('what still waits is written at the end', async () => {
  const { clock, entries, log, refuse } = setUp()
  await refuse('mara')
  await refuse('mara')
  await log.close()
  expect(entries).toEqual(['mara x1', 'mara x1'])
  expect(clock.waiting()).toBe(0)
})
