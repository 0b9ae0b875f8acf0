/** Reads the texts of Linux's /proc (man 5 proc): pure, so that recorded ones can be tested. Null or empty where a text is not as expected. */

/** Ticks of a core since the machine started. */
export interface CpuTicks {
  busy: number
  idle: number
  /** Idle while a disk was waited for. */
  waiting: number
}

/** `/proc/stat`: the whole machine, then each core by its number. Guest time is part of user time; waiting for a disk is idle. */
export const parseStat = (text: string): { all: CpuTicks; cores: Map<string, CpuTicks>; stolen: number } | null => {
  let all: CpuTicks | null = null
  let stolen = 0
  const cores = new Map<string, CpuTicks>()
  for (const line of text.split('\n')) {
    const match = /^cpu(\d*)\s+(.+)$/.exec(line)
    if (!match) continue
    const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = match[2]!.split(' ').map(Number)
    const busy = user + nice + system + irq + softirq + steal
    const ticks = { busy, idle, waiting: iowait }
    if (match[1] === '') {
      all = ticks
      stolen = steal
    } else cores.set(match[1]!, ticks)
  }
  return all && { all, cores, stolen }
}

export interface MemoryBytes {
  total: number
  used: number
  /** Null where there is no swap. */
  swap: { total: number; used: number } | null
}

/** `/proc/meminfo`. In use is what cannot be had without swapping: caches are not. */
export const parseMeminfo = (text: string): MemoryBytes | null => {
  const bytes = new Map<string, number>()
  for (const match of text.matchAll(/^(\w+):\s+(\d+) kB$/gm)) bytes.set(match[1]!, Number(match[2]) * 1024)
  const total = bytes.get('MemTotal')
  const available = bytes.get('MemAvailable')
  if (total === undefined || available === undefined) return null
  const swapTotal = bytes.get('SwapTotal') ?? 0
  return {
    total,
    used: total - available,
    swap: swapTotal > 0 ? { total: swapTotal, used: swapTotal - (bytes.get('SwapFree') ?? 0) } : null,
  }
}

const sectorBytes = 512
/** Partitions, loops, memory and stacked devices would count the same bytes again. */
const wholeDisk = /^(?:sd[a-z]+|hd[a-z]+|vd[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/

/** `/proc/diskstats`: bytes read and written since the start, over all whole disks; null where there is none. */
export const parseDiskstats = (text: string): { read: number; written: number } | null => {
  let found: { read: number; written: number } | null = null
  for (const line of text.split('\n')) {
    const fields = line.trim().split(/\s+/)
    if (!wholeDisk.test(fields[2] ?? '')) continue
    found ??= { read: 0, written: 0 }
    found.read += Number(fields[5]) * sectorBytes
    found.written += Number(fields[9]) * sectorBytes
  }
  return found
}

/** What another device carries already, or what never leaves the machine. */
const notOutward = /^(?:lo|ifb\d|veth|docker|br-|virbr|tun|tap|dummy|bond\d+\.|wg)/

/** `/proc/net/dev`: bytes in and out since the start, over all outward interfaces; null where there is none. */
export const parseNetDev = (text: string): { received: number; sent: number } | null => {
  let found: { received: number; sent: number } | null = null
  for (const match of text.matchAll(/^\s*([^\s:]+):\s*(.+)$/gm)) {
    if (notOutward.test(match[1]!)) continue
    const fields = match[2]!.split(/\s+/).map(Number)
    const [received, sent] = [fields[0]!, fields[8]!]
    if (!Number.isFinite(received) || !Number.isFinite(sent)) continue
    found ??= { received: 0, sent: 0 }
    found.received += received
    found.sent += sent
  }
  return found
}

export interface ProcessStat {
  pid: number
  parentPid: number
  name: string
  /** User and system, in clock ticks. */
  ticks: number
  memoryPages: number
}

/** `/proc/<pid>/stat`. The name stands in brackets and may hold brackets and spaces itself. */
export const parseProcessStat = (text: string): ProcessStat | null => {
  const open = text.indexOf('(')
  const close = text.lastIndexOf(')')
  if (open < 0 || close < open) return null
  const rest = text.slice(close + 2).split(' ')
  const stat = {
    pid: Number.parseInt(text, 10),
    parentPid: Number(rest[1]),
    name: text.slice(open + 1, close),
    ticks: Number(rest[11]) + Number(rest[12]),
    memoryPages: Number(rest[21]),
  }
  return [stat.pid, stat.ticks, stat.memoryPages].every(Number.isFinite) ? stat : null
}
