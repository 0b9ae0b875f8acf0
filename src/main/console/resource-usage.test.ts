/** What the machine and the console use, out of the newest figures. */
import { expect, test } from 'vitest'
import { resourceUsageOf } from './resource-usage.ts'

const value = (name: string, figure: number, labels: Record<string, string> = {}) => ({
  name,
  labels,
  unit: 'bytes' as const,
  value: figure,
})

test('each disk has its own size, and what was not measured is null', () => {
  const values = [
    value('machine.cpu.used', 12.5),
    value('machine.memory.used', 4),
    value('machine.disk.used', 1, { mount: '/' }),
    value('machine.disk.used', 2, { mount: '/data' }),
    value('machine.disk.total', 20, { mount: '/data' }),
    value('machine.disk.total', 10, { mount: '/' }),
    value('console.memory', 7),
  ]
  expect(resourceUsageOf({ atMs: 5, values })).toEqual({
    atMs: 5,
    machine: {
      cpuPercent: 12.5,
      load1: null,
      memory: null,
      disks: [
        { mount: '/', usedBytes: 1, totalBytes: 10 },
        { mount: '/data', usedBytes: 2, totalBytes: 20 },
      ],
    },
    console: { cpuPercent: null, memoryBytes: 7, heapBytes: null },
  })
})
