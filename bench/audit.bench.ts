// Benchmark: the log at ten million entries (300,000 when quick): entering, paging, searching, figures, verifying, exporting.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appendByDoor, appendSteadily, measureAppending } from './audit-append.ts'
import { measureExporting } from './audit-export.ts'
import { measureReads } from './audit-reads.ts'
import { measureTogether } from './audit-together.ts'
import { measureVerifying } from './audit-verify.ts'
import { percentile } from './figure.ts'
import type { Benchmark, Figure } from './figure.ts'
import { generateLog } from './generate-log.ts'
import { openBenchLog } from './open-bench-log.ts'
import type { BenchLog } from './open-bench-log.ts'
import { createProgress } from './progress.ts'

const hourMs = 3_600_000

const acknowledged = async (log: BenchLog, seconds: number): Promise<Figure> => {
  const endsMs = performance.now() + seconds * 1000
  const tookMs = await appendSteadily(log, () => performance.now() > endsMs)
  return { name: 'append.acknowledged_p95', value: percentile(tookMs, 0.95), unit: 'ms', goal: { atMost: 5 } }
}

const sizes = (log: BenchLog): Figure[] => {
  const { databaseBytes, indexBytes } = log.sizes()
  const { entries } = log.audit.size()
  return [
    { name: 'size.database', value: databaseBytes / entries, unit: 'bytes/entry' },
    { name: 'size.index', value: indexBytes / entries, unit: 'bytes/entry' },
  ]
}

export const run: Benchmark = async ({ quick }) => {
  const entries = quick ? 300_000 : 10_000_000
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  const progress = createProgress()
  try {
    progress.begin(`generating ${entries} entries`)
    await generateLog({ directory, entries, untilMs: Date.now() - hourMs, onProgress: (done) => progress.tell(done / entries) })
    progress.begin('appending beside raw inserts, and indexing')
    const appended = await measureAppending(directory, quick ? 150_000 : 500_000, (behind) => progress.tell(1 - behind / entries))
    const log = openBenchLog(directory)
    try {
      progress.begin('appending through the door')
      const byDoor = await appendByDoor(log, quick ? 50_000 : 200_000)
      await log.indexReached()
      const steady = await acknowledged(log, quick ? 5 : 20)
      await log.indexReached()
      progress.begin('paging and searching')
      const reads = await measureReads(log, quick ? 6 : 30)
      progress.begin('verifying')
      const verified = await measureVerifying(log, (checked) => progress.tell(checked / entries))
      progress.begin('exporting')
      const exported = await measureExporting(log, quick ? 300_000 : 3_000_000)
      progress.begin('verifying, exporting and appending together')
      const together = await measureTogether(log, quick ? 6 : 30)
      return [...appended, byDoor, steady, ...reads, ...verified, ...exported, ...together, ...sizes(log)]
    } finally {
      await log.close()
    }
  } finally {
    progress.end()
    rmSync(directory, { recursive: true, force: true })
  }
}
