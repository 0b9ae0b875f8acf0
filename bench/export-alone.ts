// A process that makes one export and nothing else, and tells how fast that went and how far its memory rose above what it was idle.
import type { ExportFormat } from '../src/shared/contract/audit-export.ts'
import { exportRows } from './export-rows.ts'

export interface ExportedAlone {
  rowsPerSecond: number
  /** Above the idle process. */
  megabytes: number
}

const [databasePath, format, after, until] = process.argv.slice(2)
globalThis.gc?.()
const idle = process.memoryUsage.rss()
let most = idle
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss())
}, 20)
const startedMs = performance.now()
const rows = await exportRows({
  databasePath: databasePath!,
  format: format as ExportFormat,
  after: Number(after),
  until: Number(until),
})
const tookMs = performance.now() - startedMs
clearInterval(watch)
const told: ExportedAlone = { rowsPerSecond: (rows * 1000) / tookMs, megabytes: (most - idle) / 1e6 }
process.stdout.write(JSON.stringify(told))
