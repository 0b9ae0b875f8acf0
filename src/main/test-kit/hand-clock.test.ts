import { expect, test } from 'vitest'
import { createHandClock } from './hand-clock.ts'

test('calls fall due in order, each at its own time, and may ask for more', () => {
  const clock = createHandClock(1000)
  const seen: string[] = []
  clock.after(30, () => seen.push(`late ${clock.now()}`))
  clock.after(10, () => {
    seen.push(`early ${clock.now()}`)
    clock.after(5, () => seen.push(`nested ${clock.now()}`))
  })
  clock.advance(20)
  expect(seen).toEqual(['early 1010', 'nested 1015'])
  clock.advance(10)
  expect(seen).toEqual(['early 1010', 'nested 1015', 'late 1030'])
})

test('a cancelled call never runs', () => {
  const clock = createHandClock()
  let ran = false
  clock.after(10, () => (ran = true))()
  clock.advance(20)
  expect(ran).toBe(false)
})

test('a sleep ends when the clock gets there, or with the reason of its signal', async () => {
  const clock = createHandClock()
  const asleep = clock.sleep(100)
  clock.advance(100)
  await asleep
  const stop = new AbortController()
  const interrupted = clock.sleep(100, stop.signal)
  stop.abort(new Error('enough'))
  await expect(interrupted).rejects.toThrow('enough')
  expect(clock.waiting()).toBe(0)
})

test('moving the wall clock leaves durations alone', () => {
  const clock = createHandClock(1000)
  clock.setNow(0)
  clock.advance(5)
  expect([clock.now(), clock.monotonic()]).toEqual([5, 5])
})
