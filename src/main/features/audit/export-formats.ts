/** The forms that entries can be exported in. Pure. */
import type { ExportFormat } from '../../../shared/contract/audit-export.ts'
import { csvFormat } from './export-csv.ts'
import { ndjsonFormat } from './export-ndjson.ts'
import { ocsfFormat } from './export-ocsf.ts'
import type { EntryFormat } from './exported-entry.ts'

export const entryFormat = (format: ExportFormat, installationId: string): EntryFormat => {
  if (format === 'csv') return csvFormat
  return format === 'ndjson' ? ndjsonFormat : ocsfFormat(installationId)
}
