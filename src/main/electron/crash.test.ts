import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { expect, test } from 'vitest'
import { createFakeConsole } from '../test-kit/fake-console.ts'
import { createHandClock } from '../test-kit/hand-clock.ts'
import { watchCrashes } from './crash.ts'

const setUp = () => {
  const clock = createHandClock()
  const core = createFakeConsole()
  const did: string[] = []
  const contents = Object.assign(new EventEmitter(), {
    forcefullyCrashRenderer: () => {
      did.push('ended')
      contents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 1 })
    },
  })
  const window = Object.assign(new EventEmitter(), {
    webContents: contents,
    isDestroyed: () => false,
    loadURL: (url: string) =>
      Promise.resolve(void did.push(decodeURIComponent(url).includes('crashed again and again') ? 'plain page' : url)),
  })
  watchCrashes({ window: window as unknown as BrowserWindow, clock, console: core, load: () => did.push('loaded') })
  return { clock, core, did, window, crash: (reason = 'crashed') => contents.emit('render-process-gone', {}, { reason, exitCode: 1 }) }
}

test('a crash is told to the core and the page loaded again, later each time: after 1 s, 5 s, 30 s', () => {
  const { clock, core, did, crash } = setUp()
  const times: number[] = []
  for (let i = 0; i < 4; i++) {
    crash()
    const from = clock.monotonic()
    const loads = did.length
    while (did.length === loads) clock.advance(500)
    times.push(clock.monotonic() - from)
  }
  expect(times).toEqual([1000, 5000, 30_000, 30_000])
  expect(did).toEqual(['loaded', 'loaded', 'loaded', 'loaded'])
  expect(core.events).toHaveLength(4)
  expect(core.events[0]).toEqual({ kind: 'window-crashed', reason: 'crashed' })
})

test('the fifth within ten minutes shows a plain page and nothing is loaded any more', () => {
  const { clock, did, crash } = setUp()
  for (let i = 0; i < 5; i++) {
    crash('oom')
    clock.advance(40_000)
  }
  expect(did).toEqual(['loaded', 'loaded', 'loaded', 'loaded', 'plain page'])
  expect(clock.waiting()).toBe(0)
})

test('crashes that lie ten minutes apart never add up', () => {
  const { clock, did, crash } = setUp()
  for (let i = 0; i < 8; i++) {
    crash()
    clock.advance(1000)
    clock.advance(600_000)
  }
  expect(did).toEqual(Array(8).fill('loaded'))
})

test('an end in good order is no crash', () => {
  const { clock, core, did, crash } = setUp()
  crash('clean-exit')
  clock.advance(60_000)
  expect([did, core.events]).toEqual([[], []])
})

test('a window that hangs is ended and loaded again, counted once', () => {
  const { clock, core, did, window } = setUp()
  window.emit('unresponsive')
  window.emit('unresponsive')
  clock.advance(1000)
  expect(did).toEqual(['ended', 'loaded'])
  expect(core.events).toEqual([{ kind: 'window-crashed', reason: 'unresponsive' }])
})

test('a window that comes back by itself is left alone', () => {
  const { clock, did, window } = setUp()
  window.emit('unresponsive')
  window.emit('responsive')
  clock.advance(60_000)
  expect(did).toEqual([])
})

test('a crashed window is loaded again even where it once came back from a hang', () => {
  const { clock, did, window, crash } = setUp()
  crash()
  window.emit('responsive')
  clock.advance(1000)
  expect(did).toEqual(['loaded'])
})

test('a closed window is not loaded again', () => {
  const { clock, did, window, crash } = setUp()
  crash()
  window.emit('closed')
  clock.advance(60_000)
  expect(did).toEqual([])
})
