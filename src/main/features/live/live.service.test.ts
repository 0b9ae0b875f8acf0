import { getEventListeners } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createLiveEvents } from '../../../ports/live-events.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { createLive } from './live.service.ts'

const user = { id: 'u', name: 'mara', role: 'viewer' as const, permissions: [] }

const setUp = () => {
  const clock = createHandClock()
  // Only what the live service itself leaves on a signal is looked at.
  const sleep = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))
  const events = createLiveEvents()
  let sequence = 0
  const live = createLive({
    events,
    clock: { ...clock, sleep },
    status: () => ({}) as never,
    lastSequence: () => ++sequence,
    metricsNow: () => ({}) as never,
    trafficNow: () => ({ requests: [], recorded: 0, seconds: [] }),
  })
  return { clock, events, live }
}

test('a feed that is woken a hundred times leaves no more on the signal of its window than at first', async () => {
  const { clock, events, live } = setUp()
  const window = new AbortController()
  const feed = live.subscribe(user, ['audit'], window.signal)
  await feed.next()
  for (let wake = 0; wake < 100; wake++) {
    const next = feed.next()
    await nextTurn()
    clock.advance(250)
    await nextTurn()
    // Every tenth time nothing happens, and a beat is sent.
    if (wake % 10 === 0) clock.advance(10_000)
    else events.publish({ kind: 'audit-appended', lastSequence: wake })
    await nextTurn()
    clock.advance(250)
    expect((await next).value).toMatchObject({ topic: wake % 10 === 0 ? 'beat' : 'audit' })
    expect(getEventListeners(window.signal, 'abort').length).toBeLessThanOrEqual(1)
  }
  window.abort()
})
