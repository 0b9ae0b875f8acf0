/** What is entered in the log about exports of it. Pure. */
import type { ExportFormat } from '../../../shared/contract/audit-export.ts'
import type { AuditEvent } from '../../database/database.ts'

const formatNames: Record<ExportFormat, string> = { csv: 'CSV', ndjson: 'NDJSON', ocsf: 'OCSF JSON lines' }
const figures = new Intl.NumberFormat('en')

interface ExportTold {
  format: ExportFormat
  gzip: boolean
  fileName: string
  filterWords: string
  /** The newest entry that could be in it. */
  until: number
}

export const exportStartedEntry = ({ format, gzip, fileName, filterWords, until }: ExportTold): AuditEvent => ({
  action: 'log.export-started',
  message: `An export of the log began to leave as ${formatNames[format]}: ${filterWords}`,
  detail: { format, gzip, fileName, filter: filterWords, upToSequence: until },
})

const endOf = { done: 'left whole', cancelled: 'was cancelled', failed: 'failed' } as const

export const exportEntry = (
  told: ExportTold & { state: keyof typeof endOf; rows: number; bytes: number; problem: string | null },
): AuditEvent => {
  const { format, gzip, fileName, filterWords, until, state, rows, bytes, problem } = told
  const so = state === 'done' ? '' : ' before it was whole'
  return {
    action: 'log.exported',
    severity: 'medium',
    outcome: state === 'done' ? 'done' : 'failed',
    message: `An export of the log as ${formatNames[format]} ${endOf[state]}${so}: ${figures.format(rows)} rows of ${filterWords}`,
    detail: { format, gzip, fileName, filter: filterWords, upToSequence: until, state, rows, bytes, ...(problem !== null && { problem }) },
  }
}
