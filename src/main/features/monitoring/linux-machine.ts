/** The machine on Linux, read straight from /proc and /sys: some thirty microseconds a file, no program started. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { diskSpace } from './disk-space.ts'
import type { Mount } from './disk-space.ts'
import type { Machine, MachineReading, RunningProcess } from './machine-reading.ts'
import { parseDiskstats, parseMeminfo, parseNetDev, parseProcessStat, parseStat } from './proc-texts.ts'

const ticksASecond = 100
const pageBytes = 4096
/** Sensors are slow to ask on some boards, and heat changes slowly. */
const temperaturesEveryMs = 10_000
const maxSensors = 16

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const entriesOf = (path: string): string[] => {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

/** `hwmon` chips with their inputs; else the thermal zones. */
const readTemperatures = (sys: string): { sensor: string; celsius: number }[] => {
  const found = new Map<string, number>()
  const note = (name: string, file: string) => {
    const milli = Number.parseInt(textOf(file), 10)
    let sensor = name
    for (let copy = 2; found.has(sensor); copy++) sensor = `${name} ${copy}`
    if (Number.isFinite(milli) && milli > 0 && found.size < maxSensors) found.set(sensor, milli / 1000)
  }
  for (const chip of entriesOf(join(sys, 'class/hwmon')).toSorted()) {
    const directory = join(sys, 'class/hwmon', chip)
    for (const file of entriesOf(directory).filter((name) => /^temp\d+_input$/.test(name))) {
      const label = textOf(join(directory, file.replace('_input', '_label'))).trim()
      note([textOf(join(directory, 'name')).trim() || chip, label].filter(Boolean).join(' '), join(directory, file))
    }
  }
  if (found.size === 0) {
    for (const zone of entriesOf(join(sys, 'class/thermal')).filter((name) => name.startsWith('thermal_zone'))) {
      const directory = join(sys, 'class/thermal', zone)
      note(textOf(join(directory, 'type')).trim() || zone, join(directory, 'temp'))
    }
  }
  return [...found].map(([sensor, celsius]) => ({ sensor, celsius }))
}

/** `root` holds proc and sys; another one than `/` in tests. */
export const createLinuxMachine = (options: { mounts: Mount[]; monotonic(): number; root?: string }): Machine => {
  const { mounts, monotonic } = options
  const proc = join(options.root ?? '/', 'proc')
  const sys = join(options.root ?? '/', 'sys')
  let temperatures: { sensor: string; celsius: number }[] = []
  let temperaturesAtMs = -Infinity
  let ticksBefore = new Map<number, number>()
  let processesAtMs: number | null = null

  return {
    read: async () => {
      if (monotonic() - temperaturesAtMs >= temperaturesEveryMs) {
        temperatures = readTemperatures(sys)
        temperaturesAtMs = monotonic()
      }
      const load = Number.parseFloat(textOf(join(proc, 'loadavg')))
      return {
        cpu: parseStat(textOf(join(proc, 'stat'))) ?? undefined,
        load1: Number.isFinite(load) ? load : undefined,
        memory: parseMeminfo(textOf(join(proc, 'meminfo'))) ?? undefined,
        disks: await diskSpace(mounts),
        diskTraffic: parseDiskstats(textOf(join(proc, 'diskstats'))) ?? undefined,
        network: parseNetDev(textOf(join(proc, 'net/dev'))) ?? undefined,
        temperatures,
      } satisfies MachineReading
    },
    processes: async () => {
      const nowMs = monotonic()
      const seconds = processesAtMs === null ? null : (nowMs - processesAtMs) / 1000
      const ticksNow = new Map<number, number>()
      const running: RunningProcess[] = []
      for (const pid of entriesOf(proc).filter((name) => /^\d+$/.test(name))) {
        const stat = parseProcessStat(textOf(join(proc, pid, 'stat')))
        if (!stat) continue
        ticksNow.set(stat.pid, stat.ticks)
        const before = ticksBefore.get(stat.pid)
        const grown = before === undefined || !seconds ? 0 : Math.max(0, stat.ticks - before)
        const cpuPercent = seconds ? (grown / ticksASecond / seconds) * 100 : 0
        running.push({ pid: stat.pid, parentPid: stat.parentPid, name: stat.name, cpuPercent, memoryBytes: stat.memoryPages * pageBytes })
      }
      ticksBefore = ticksNow
      processesAtMs = nowMs
      return running
    },
  }
}
