import { expect, test } from 'vitest'
import type { RunningProcess } from './machine-reading.ts'
import { topProcesses } from './top-processes.ts'

const running: RunningProcess[] = Array.from({ length: 60 }, (_, index) => ({
  pid: index + 1,
  parentPid: 0,
  name: `p${index + 1}`,
  cpuPercent: index < 20 ? index + 0.04 : 0,
  memoryBytes: index === 59 ? 1e9 : 1000 - index,
}))

test('who uses most of the processor stands first, and who uses most memory is there too', () => {
  const { top } = topProcesses(running, 999)
  expect(top[0]).toEqual({ pid: 20, name: 'p20', cpuPercent: 19, memoryBytes: 981, own: null })
  expect(top.map(({ pid }) => pid)).toContain(60)
  expect(top.length).toBeLessThanOrEqual(30)
})

test("the console's own are itself, what it started, and what that started", () => {
  const family = running.map((one) => ({ ...one, parentPid: one.pid === 40 ? 30 : one.pid === 50 ? 40 : 0 }))
  expect(topProcesses(family, 30).own.map(({ pid, own }) => [pid, own])).toEqual([
    [30, 'console'],
    [40, 'started by the console'],
    [50, 'started by the console'],
  ])
})
