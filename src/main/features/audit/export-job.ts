/** What one export is to hold, as its worker is told. */
import type { ExportFormat } from '../../../shared/contract/audit-export.ts'
import type { ExportRange } from './export-entries.store.ts'

export interface ExportJob extends ExportRange {
  format: ExportFormat
  gzip: boolean
  installationId: string
}
