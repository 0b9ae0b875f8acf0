import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { createHandClock } from '../test-kit/hand-clock.ts'
import { stopOnSignals } from './stop-signals.ts'

const setUp = (stop: () => Promise<void>) => {
  const source = new EventEmitter()
  const clock = createHandClock()
  const ends: number[] = []
  const failures: unknown[] = []
  stopOnSignals({ source, clock, stop, end: (code) => ends.push(code), onFailure: (error) => failures.push(error) })
  return { source, clock, ends, failures }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'])('%s stops in order and ends with 0', async (signal) => {
  let stops = 0
  const { source, ends } = setUp(() => Promise.resolve(void stops++))
  source.emit(signal)
  await settled()
  expect([stops, ends]).toEqual([1, [0]])
})

test('the same Ctrl-C heard twice is one wish; a second one ends at once', async () => {
  let stops = 0
  const { source, clock, ends } = setUp(() => new Promise(() => stops++))
  source.emit('SIGINT')
  clock.advance(999)
  source.emit('SIGINT')
  source.emit('SIGTERM')
  expect([stops, ends]).toEqual([1, []])
  clock.advance(1)
  source.emit('SIGINT')
  expect([stops, ends]).toEqual([1, [130]])
})

test('a stop that fails is told and ends with 1', async () => {
  const { source, ends, failures } = setUp(() => Promise.reject(new Error('disk gone')))
  source.emit('SIGTERM')
  await settled()
  expect([ends, failures]).toEqual([[1], [new Error('disk gone')]])
})
