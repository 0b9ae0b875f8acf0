/** What the export's worker does: entries of the log as the bytes of a file. */
import type { Readable } from '../../database/database.ts'
import { createExportPages } from './export-entries.store.ts'
import { makeContent } from './export-content.ts'
import type { ExportJob } from './export-job.ts'
import { entryFormat } from './export-formats.ts'

export const exportContent = (db: Readable, job: ExportJob) =>
  makeContent(createExportPages(db, job), entryFormat(job.format, job.installationId), job.gzip)
