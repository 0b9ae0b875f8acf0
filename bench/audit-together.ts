// How late the console's event loop is while the log is verified, exported and written to at the same time.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { appendSteadily } from './audit-append.ts'
import { benchBy } from './audit-verify.ts'
import { exportRows } from './export-rows.ts'
import { percentile } from './figure.ts'
import type { Figure } from './figure.ts'
import type { BenchLog } from './open-bench-log.ts'

const resolutionMs = 1

export const measureTogether = async (log: BenchLog, seconds: number): Promise<Figure[]> => {
  const { audit, databasePath } = log
  const endsMs = performance.now() + seconds * 1000
  const isOver = () => performance.now() > endsMs
  const verifyAgain = async () => {
    while (!isOver())
      for await (const event of audit.verify(benchBy)) if (isOver() && event.kind === 'progress') void audit.stopVerification()
  }
  const exportAgain = async () => {
    while (!isOver()) await exportRows({ databasePath, format: 'ndjson', after: 0, until: audit.size().lastSequence, isOver })
  }
  const working = [verifyAgain(), exportAgain()]
  await sleep(500)
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  delays.enable()
  const tookMs = await appendSteadily(log, isOver)
  delays.disable()
  await Promise.all(working)
  // The histogram holds the whole time between two of its own timers: what is above that is delay.
  const delayMs = Math.max(0, delays.percentile(99) / 1e6 - resolutionMs)
  return [
    { name: 'loop.delay_p99', value: delayMs, unit: 'ms', goal: { atMost: 20 } },
    { name: 'loop.acknowledged_p95', value: percentile(tookMs, 0.95), unit: 'ms' },
  ]
}
