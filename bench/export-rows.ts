// The log as bytes of a file, by the worker that makes exports; the bytes are counted and let go.
import type { ExportFormat } from '../src/shared/contract/audit-export.ts'
import { auditFilterSchema } from '../src/shared/contract/audit-filter.ts'
import { startChunkWorker } from '../src/main/database/chunk-worker.ts'
import type { ExportFacts, ExportProgress } from '../src/main/features/audit/export-content.ts'
import type { ExportJob } from '../src/main/features/audit/export-job.ts'

export interface ExportRows {
  databasePath: string
  format: ExportFormat
  /** Entries above this one. */
  after: number
  until: number
  isOver?: () => boolean
}

/** Answers how many rows there were. */
export const exportRows = async ({ databasePath, format, after, until, isOver = () => false }: ExportRows): Promise<number> => {
  const input: ExportJob = { filter: auditFilterSchema.parse({}), format, gzip: false, installationId: 'bench', after, until }
  const workerUrl = new URL('../src/main/console/export-worker.ts', import.meta.url)
  const making = startChunkWorker<ExportJob, ExportProgress, ExportFacts>(workerUrl, { databasePath, input })
  let rows = 0
  while (!isOver()) {
    const next = await making.next()
    if (next.done) {
      rows = next.result.rows
      break
    }
    rows = next.chunk.progress.rows
  }
  await making.stop()
  return rows
}
