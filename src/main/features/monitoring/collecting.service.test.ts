import { expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../../ports/logger.ts'
import { openTestTelemetry } from '../../test-kit/open-test-telemetry.ts'
import { createCollecting } from './collecting.service.ts'
import type { MachineReading } from './machine-reading.ts'
import type { Measured } from '../../../shared/measured.ts'
import { pointsOf } from './points.ts'

const settle = () => new Promise((resolve) => setImmediate(resolve))

const start = () => {
  const opened = openTestTelemetry()
  const { clock } = opened
  const seen: { atMs: number; measured: readonly Measured[] }[] = []
  let everyMs = 1000
  let read = async (): Promise<MachineReading> => ({ load1: 1 })
  const collecting = createCollecting({
    clock,
    logger: silentLogger,
    machine: { read: () => read(), processes: async () => [] },
    own: { read: () => ({ cpuMicros: 0, memoryBytes: 1, heapBytes: 1, loopDelays: [] }), cpuMicros: () => 0, stop: () => {} },
    recording: opened.recording,
    everyMs: () => everyMs,
    databases: () => [],
    others: () => [],
    takeQueries: () => new Map(),
    onMeasured: (atMs, _monotonicMs, measured) => seen.push({ atMs, measured }),
  })
  collecting.start()
  onTestFinished(() => collecting.stop())
  return {
    ...opened,
    collecting,
    seen,
    setEvery: (ms: number) => (everyMs = ms),
    setRead: (next: typeof read) => (read = next),
    /** So many looks, each at the time it was planned for. */
    run: async (looks: number) => {
      await settle()
      for (let look = 0; look < looks; look++) {
        clock.advance(everyMs - (clock.now() % everyMs))
        await settle()
      }
    },
  }
}

test('it looks at whole seconds of the clock, and keeps every look', async () => {
  const { run, seen, steps, clock } = start()
  clock.advance(370)
  await run(4)
  expect(seen.slice(1).map(({ atMs }) => atMs % 1000)).toEqual([0, 0, 0, 0])
  expect(steps(0, 'machine.load.1').size).toBe(5)
})

test('a longer pace takes effect with the next look', async () => {
  const { run, seen, setEvery } = start()
  await run(1)
  setEvery(5_000)
  await run(3)
  const times = seen.map(({ atMs }) => atMs)
  expect(times.at(-1)! - times.at(-2)!).toBe(5_000)
  expect(seen.at(-1)!.measured[0]!.everyMs).toBe(5_000)
})

test('a sleep of the machine is a gap in the chart', async () => {
  const { run, clock, steps } = start()
  await run(5)
  const sleptAtMs = clock.now()
  clock.setNow(sleptAtMs + 3_600_000)
  await run(5)
  const points = pointsOf(steps(0, 'machine.load.1'), { fromMs: sleptAtMs - 5_000, toMs: clock.now() + 1_000, stepMs: 1000 }, 1000)
  expect(points.filter(({ mean }) => mean !== null).map(({ count }) => count)).toEqual(Array.from({ length: 11 }, () => 1))
  expect(points.filter(({ mean }) => mean === null).length).toBeGreaterThan(3_590)
})

test('a machine that answers slowly is not asked again meanwhile', async () => {
  const { run, setRead, seen } = start()
  await run(1)
  let asked = 0
  let answer: (reading: MachineReading) => void = () => {}
  setRead(() => {
    asked += 1
    return new Promise((resolve) => (answer = resolve))
  })
  await run(5)
  expect(asked).toBe(1)
  const before = seen.length
  answer({ load1: 2 })
  await settle()
  expect(seen.length).toBe(before + 1)
})

test('a look that fails is followed by the next', async () => {
  const { run, setRead, seen } = start()
  await run(1)
  setRead(() => Promise.reject(new Error('no')))
  await run(2)
  const before = seen.length
  setRead(async () => ({ load1: 3 }))
  await run(2)
  expect(seen.length).toBe(before + 2)
})

test('after the stop nothing is written', async () => {
  const { run, collecting, clock, seen } = start()
  await run(2)
  await collecting.stop()
  const before = seen.length
  clock.advance(10_000)
  await settle()
  expect(seen.length).toBe(before)
})
