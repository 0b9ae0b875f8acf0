/** The machine on other systems than Linux: Node's own figures, and a library for the rest, asked rarely because it starts programs. */
import { cpus, freemem, loadavg, totalmem } from 'node:os'
import { diskSpace } from './disk-space.ts'
import type { Mount } from './disk-space.ts'
import type { Machine, MachineReading } from './machine-reading.ts'
import type { CpuTicks } from './proc-texts.ts'

const slowEveryMs = 10_000

/** What the library answers of the parts that Node does not know. */
export interface SlowSource {
  memory(): Promise<{ total: number; available: number; swaptotal: number; swapused: number }>
  network(): Promise<{ rx_bytes: number; tx_bytes: number }[]>
  disk(): Promise<{ rx: number; wx: number } | null>
  temperature(): Promise<{ main: number | null }>
  processes(): Promise<{ list: { pid: number; parentPid: number; name: string; cpu: number; memRss: number }[] }>
}

/** Loaded where it is needed alone: Linux does without. */
const library = async () => (await import('systeminformation')).default

export const librarySource: SlowSource = {
  memory: async () => (await library()).mem(),
  network: async () => (await library()).networkStats(),
  disk: async () => (await library()).fsStats(),
  temperature: async () => (await library()).cpuTemperature(),
  processes: async () => (await library()).processes(),
}

const cpuTicks = (): { all: CpuTicks; cores: Map<string, CpuTicks> } | undefined => {
  const cores = new Map<string, CpuTicks>()
  const all = { busy: 0, idle: 0, waiting: 0 }
  cpus().forEach(({ times }, index) => {
    const busy = times.user + times.nice + times.sys + times.irq
    cores.set(String(index), { busy, idle: times.idle, waiting: 0 })
    all.busy += busy
    all.idle += times.idle
  })
  return all.busy + all.idle > 0 ? { all, cores } : undefined
}

const orAbsent = <T>(asked: Promise<T>): Promise<T | undefined> => asked.catch(() => undefined)

type Slow = Pick<MachineReading, 'memory' | 'network' | 'diskTraffic' | 'temperatures'>

const readSlow = async (source: SlowSource): Promise<Slow> => {
  const [memory, network, disk, heat] = await Promise.all([
    orAbsent(source.memory()),
    orAbsent(source.network()),
    orAbsent(source.disk()),
    orAbsent(source.temperature()),
  ])
  return {
    memory: memory && {
      total: memory.total,
      used: memory.total - memory.available,
      swap: memory.swaptotal > 0 ? { total: memory.swaptotal, used: memory.swapused } : null,
    },
    network:
      network && network.length > 0
        ? {
            received: network.reduce((sum, one) => sum + one.rx_bytes, 0),
            sent: network.reduce((sum, one) => sum + one.tx_bytes, 0),
          }
        : undefined,
    diskTraffic: disk ? { read: disk.rx, written: disk.wx } : undefined,
    temperatures: heat && heat.main !== null && heat.main > 0 ? [{ sensor: 'processor', celsius: heat.main }] : undefined,
  }
}

export const createPortableMachine = (options: {
  mounts: Mount[]
  monotonic(): number
  platform: NodeJS.Platform
  source: SlowSource
}): Machine => {
  const { mounts, monotonic, platform, source } = options
  let slow: Slow = {}
  let slowAtMs = -Infinity
  let asking = false

  /** Not waited for: the figures of every second must not wait for a program. */
  const askSlow = () => {
    if (asking || monotonic() - slowAtMs < slowEveryMs) return
    asking = true
    slowAtMs = monotonic()
    void readSlow(source).then((read) => {
      slow = read
      asking = false
    })
  }

  return {
    read: async () => {
      askSlow()
      const { diskTraffic, network, ...rest } = slow
      // Counters are told once a reading: the same one again would look like standing still.
      slow = rest
      return {
        memory: { total: totalmem(), used: totalmem() - freemem(), swap: null },
        ...rest,
        diskTraffic,
        network,
        cpu: cpuTicks(),
        // Windows knows no load; Node answers zeros.
        load1: platform === 'win32' ? undefined : loadavg()[0],
        disks: await diskSpace(mounts),
      }
    },
    processes: async () =>
      (await source.processes()).list.map(({ pid, parentPid, name, cpu, memRss }) => ({
        pid,
        parentPid,
        name,
        cpuPercent: cpu,
        memoryBytes: Math.round(memRss * 1024),
      })),
  }
}
