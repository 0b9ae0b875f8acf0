/** Turns looks at the machine into samples of its series. */
import type { Unit } from '../../../shared/contract/monitoring.ts'
import { createCounterIncreases } from './counter-increases.ts'
import { createCpuShare } from './cpu-share.ts'
import type { MachineReading } from './machine-reading.ts'
import type { Measured } from '../../../shared/measured.ts'
import { sampleOfIncrease, sampleOfValue } from '../../../shared/sample.ts'
import type { Labels } from '../../../shared/series.ts'

/** More digits than anybody can see only cost space. */
const rounded = (value: number) => Math.round(value * 100) / 100

const minSlowMs = 10_000

/** `everyMs`: how often it is called. */
export const createMachineMeasure = (everyMs: () => number) => {
  const shares = createCpuShare()
  const slowMs = () => Math.max(minSlowMs, everyMs())
  const increases = createCounterIncreases(() => 3 * slowMs())

  return (reading: MachineReading, monotonicMs: number): Measured[] => {
    const measured: Measured[] = []
    const gauge = (name: string, labels: Labels, unit: Unit, value: number | null | undefined, pace = everyMs()) => {
      if (value === null || value === undefined || !Number.isFinite(value)) return
      measured.push({ name, labels, unit, kind: 'gauge', everyMs: pace, sample: sampleOfValue(value) })
    }
    const counter = (name: string, total: number | undefined) => {
      if (total === undefined || !Number.isFinite(total)) return
      const grown = increases.since(name, total, monotonicMs)
      if (!grown) return
      const { increase, seconds } = grown
      // Some systems are asked rarely: the pace is what it was this time.
      const pace = seconds * 1000 > 3 * everyMs() ? slowMs() : everyMs()
      measured.push({ name, labels: {}, unit: 'bytes/s', kind: 'counter', everyMs: pace, sample: sampleOfIncrease(increase, seconds) })
    }
    const { cpu, load1, memory, disks, diskTraffic, network, temperatures } = reading
    if (cpu) {
      const used = shares.since('all', cpu.all)
      gauge('machine.cpu.used', {}, 'percent', used === null ? null : rounded(used))
      if (cpu.stolen !== undefined) {
        const { busy, idle, waiting } = cpu.all
        const stolen = shares.since('stolen', { busy: cpu.stolen, idle: busy + idle + waiting - cpu.stolen, waiting: 0 })
        gauge('machine.cpu.stolen', {}, 'percent', stolen === null ? null : rounded(stolen))
      }
      for (const [core, ticks] of cpu.cores) {
        const share = shares.since(core, ticks)
        gauge('machine.cpu.core.used', { core }, 'percent', share === null ? null : rounded(share))
      }
    }
    gauge('machine.load.1', {}, 'load', load1 === undefined ? null : rounded(load1))
    gauge('machine.memory.used', {}, 'bytes', memory?.used)
    gauge('machine.memory.total', {}, 'bytes', memory?.total)
    gauge('machine.swap.used', {}, 'bytes', memory?.swap?.used)
    gauge('machine.swap.total', {}, 'bytes', memory?.swap?.total)
    for (const { mount, used, total } of disks ?? []) {
      gauge('machine.disk.used', { mount }, 'bytes', used)
      gauge('machine.disk.total', { mount }, 'bytes', total)
    }
    counter('machine.disk.read', diskTraffic?.read)
    counter('machine.disk.write', diskTraffic?.written)
    counter('machine.network.in', network?.received)
    counter('machine.network.out', network?.sent)
    for (const { sensor, celsius } of temperatures ?? []) gauge('machine.temperature', { sensor }, 'celsius', rounded(celsius), slowMs())
    return measured
  }
}
