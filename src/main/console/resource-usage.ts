/** Picks from the newest figures what the machine and the console use. */
import type { MetricsNow } from '../../shared/contract/monitoring.ts'
import type { ResourceUsage } from '../../shared/contract/status.ts'

export const resourceUsageOf = ({ atMs, values }: MetricsNow): ResourceUsage => {
  const all = (name: string) => values.filter((one) => one.name === name)
  const figure = (name: string): number | null => all(name)[0]?.value ?? null
  const memory = { usedBytes: figure('machine.memory.used'), totalBytes: figure('machine.memory.total') }
  return {
    atMs,
    machine: {
      cpuPercent: figure('machine.cpu.used'),
      load1: figure('machine.load.1'),
      memory:
        memory.usedBytes === null || memory.totalBytes === null ? null : { usedBytes: memory.usedBytes, totalBytes: memory.totalBytes },
      disks: all('machine.disk.used').flatMap(({ labels: { mount = '' }, value }) => {
        const total = all('machine.disk.total').find(({ labels }) => labels['mount'] === mount)
        return total ? [{ mount, usedBytes: value, totalBytes: total.value }] : []
      }),
    },
    console: { cpuPercent: figure('console.cpu'), memoryBytes: figure('console.memory'), heapBytes: figure('console.heap') },
  }
}
