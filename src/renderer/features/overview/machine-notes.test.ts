import { expect, test } from 'vitest'
import type { MetricsNow } from '../../../shared/contract/monitoring.ts'
import { machineNotes } from './machine-notes.ts'

const value = (name: string, figure: number, labels: Record<string, string> = {}): MetricsNow['values'][number] => ({
  name,
  labels,
  unit: 'bytes',
  value: figure,
})
const now: MetricsNow = {
  atMs: 0,
  values: [
    value('machine.cpu.used', 29),
    value('machine.cpu.core.used', 20, { core: '0' }),
    value('machine.cpu.core.used', 38, { core: '1' }),
    value('machine.load.1', 2.9),
    value('machine.memory.used', 8 * 1024 ** 3),
    value('machine.memory.total', 32 * 1024 ** 3),
    value('machine.disk.used', 312e9, { mount: 'data' }),
    value('machine.disk.total', 512e9, { mount: 'data' }),
    value('machine.network.in', 11_100_000),
  ],
}

test('each chart of the machine says how much that is of what there is', () => {
  expect(machineNotes('cpu', now)).toMatchObject({ figure: 29, note: '2 cores, load 2.9' })
  expect(machineNotes('memory', now).note).toBe('of 32 GiB, 25 %')
  expect(machineNotes('disk', now)).toMatchObject({ figure: null, note: '61 % of 512 GB used' })
})

test('what a platform does not offer is left out, not zero', () => {
  expect(machineNotes('network', now)).toMatchObject({ figure: 11_100_000, note: '11.1 MB/s in' })
  expect(machineNotes('cpu', { atMs: 0, values: [] })).toMatchObject({ figure: null, note: null })
})
