import { expect, test } from 'vitest'
import { makeTestDirectory } from '../../test-kit/open-test-database.ts'
import { createPortableMachine } from './portable-machine.ts'
import type { SlowSource } from './portable-machine.ts'

const source: SlowSource = {
  memory: async () => ({ total: 1000, available: 400, swaptotal: 0, swapused: 0 }),
  network: async () => [
    { rx_bytes: 10, tx_bytes: 1 },
    { rx_bytes: 20, tx_bytes: 2 },
  ],
  disk: async () => null,
  temperature: async () => ({ main: null }),
  processes: async () => ({ list: [{ pid: 7, parentPid: 1, name: 'a', cpu: 12.5, memRss: 100 }] }),
}

const create = (changes: Partial<SlowSource> = {}, platform: NodeJS.Platform = 'darwin') => {
  let nowMs = 0
  const machine = createPortableMachine({
    mounts: [{ name: 'data', path: makeTestDirectory() }],
    monotonic: () => nowMs,
    platform,
    source: { ...source, ...changes },
  })
  /** The slow part is asked beside, and told with the next look. */
  const settled = async () => {
    await machine.read()
    await new Promise((resolve) => setImmediate(resolve))
    return machine.read()
  }
  return { machine, settled, advance: (ms: number) => (nowMs += ms) }
}

test('the slow part comes from the library, and what it does not know is absent', async () => {
  const reading = await create().settled()
  expect(reading.memory).toEqual({ total: 1000, used: 600, swap: null })
  expect(reading.network).toEqual({ received: 30, sent: 3 })
  expect(reading.diskTraffic).toBeUndefined()
  expect(reading.temperatures).toBeUndefined()
})

test('a counter is told once a reading: told again it would look like standing still', async () => {
  const { settled, machine, advance } = create()
  await settled()
  expect((await machine.read()).network).toBeUndefined()
  advance(10_000)
  expect((await settled()).network).toEqual({ received: 30, sent: 3 })
})

test('what fails is absent, and the rest is there', async () => {
  const { settled } = create({ network: () => Promise.reject(new Error('no program netstat')) })
  const reading = await settled()
  expect(reading.network).toBeUndefined()
  expect(reading.memory!.total).toBe(1000)
})

test('while the library is slow, the looks do not wait for it', async () => {
  const { machine } = create({ memory: () => new Promise(() => {}) })
  expect((await machine.read()).memory!.total).toBeGreaterThan(1000)
  expect((await machine.read()).cpu!.cores.size).toBeGreaterThan(0)
})

test('Windows knows no load', async () => {
  expect((await create({}, 'win32').machine.read()).load1).toBeUndefined()
  expect((await create({}, 'darwin').machine.read()).load1).toBeTypeOf('number')
})

test('processes are told in bytes', async () => {
  expect(await create().machine.processes()).toEqual([{ pid: 7, parentPid: 1, name: 'a', cpuPercent: 12.5, memoryBytes: 102_400 }])
})
