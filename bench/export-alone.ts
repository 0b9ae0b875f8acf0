// A process like an idle console, in which somebody has looked at the log: makes one export, and tells how fast that went and how far its memory rose.
import type { ExportFormat } from '../src/shared/contract/audit-export.ts'
import { auditFilterSchema } from '../src/shared/contract/audit-filter.ts'
import { createReader } from '../src/main/database/reader.ts'
import type { AuditSlices } from '../src/main/features/audit/audit.slices.ts'
import { exportRows } from './export-rows.ts'

export interface ExportedAlone {
  rowsPerSecond: number
  /** Above the idle process. */
  megabytes: number
}

const [databasePath, format, after, until] = process.argv.slice(2)
const readers = [0, 1].map(() =>
  createReader<AuditSlices>(new URL('../src/main/console/reader-worker.ts', import.meta.url), { databasePath: databasePath! }),
)
for (const reader of readers)
  await reader.run('audit.list', { filter: auditFilterSchema.parse({}), before: null, limit: 100, budgetMs: 30 })
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
for (const reader of readers) await reader.close()
const told: ExportedAlone = { rowsPerSecond: (rows * 1000) / tookMs, megabytes: (most - idle) / 1e6 }
process.stdout.write(JSON.stringify(told))
