/** What one look at the machine finds. What a platform does not offer is absent, never zero. */
import type { CpuTicks, MemoryBytes } from './proc-texts.ts'

export interface MachineReading {
  /** `stolen`: ticks that another machine on the same host had; absent where the platform does not tell. */
  cpu?: { all: CpuTicks; cores: Map<string, CpuTicks>; stolen?: number }
  load1?: number
  memory?: MemoryBytes
  disks?: { mount: string; total: number; used: number }[]
  /** Bytes since the machine started. */
  diskTraffic?: { read: number; written: number }
  network?: { received: number; sent: number }
  /** Celsius. */
  temperatures?: { sensor: string; celsius: number }[]
}

export interface RunningProcess {
  pid: number
  parentPid: number
  name: string
  /** Of one core, since the look before; 100 is one core whole. */
  cpuPercent: number
  memoryBytes: number
}

/** The machine as a port: Linux through /proc, other systems through a library, tests by a double. */
export interface Machine {
  read(): Promise<MachineReading>
  processes(): Promise<RunningProcess[]>
}
