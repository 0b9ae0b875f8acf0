/** The backup's worker: reads all tables of one moment, and ends. */
import { serveChunks } from '../database/serve-chunks.ts'
import { backupContent } from '../features/backup/backup-content.slices.ts'

serveChunks(backupContent, { snapshot: true })
