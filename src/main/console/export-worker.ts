/** The export's worker: makes one file of entries of the log, and ends. */
import { serveChunks } from '../database/serve-chunks.ts'
import { exportContent } from '../features/audit/export.slices.ts'

serveChunks(exportContent)
