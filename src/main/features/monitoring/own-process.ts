/** What the console itself uses: processor, memory, heap, and how late its event loop is. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

export interface OwnReading {
  /** Microseconds of processor time since the start, user and system. */
  cpuMicros: number
  memoryBytes: number
  heapBytes: number
  /** Milliseconds by which the loop was late since the look before: each with how often. */
  loopDelays: { ms: number; count: number }[]
}

export interface OwnProcess {
  read(): OwnReading
  /** Microseconds of processor time since the start. */
  cpuMicros(): number
  stop(): void
}

const resolutionMs = 20
/** The histogram holds the whole time between two of its own timers: what is above that is delay. */
const percentiles = [10, 25, 50, 75, 90, 95, 99, 100]

export const createOwnProcess = (): OwnProcess => {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  delays.enable()
  const lateness = (percentile: number) => Math.max(0, delays.percentile(percentile) / 1e6 - resolutionMs)
  const cpuMicros = () => {
    const { user, system } = process.cpuUsage()
    return user + system
  }
  return {
    cpuMicros,
    read: () => {
      const loopDelays: OwnReading['loopDelays'] = []
      let counted = 0
      for (const percentile of delays.count > 0 ? percentiles : []) {
        const upTo = Math.round((percentile / 100) * delays.count)
        if (upTo > counted) loopDelays.push({ ms: lateness(percentile), count: upTo - counted })
        counted = Math.max(counted, upTo)
      }
      delays.reset()
      const { rss, heapUsed } = process.memoryUsage()
      return { cpuMicros: cpuMicros(), memoryBytes: rss, heapBytes: heapUsed, loopDelays }
    },
    stop: () => void delays.disable(),
  }
}
