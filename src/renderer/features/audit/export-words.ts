/** What is said of an export. */
import type { AuditExport, ExportFormat } from '../../../shared/contract/audit-export.ts'
import { formatBytes, formatCount, formatCounted, formatDuration } from '../../ui/format.ts'

export const formatNames: Record<ExportFormat, string> = { csv: 'CSV', ndjson: 'NDJSON', ocsf: 'OCSF' }
export const formatTexts: Record<ExportFormat, string> = {
  csv: 'For spreadsheets. Cells that a spreadsheet would run as a formula get an apostrophe in front.',
  ndjson: 'One JSON object a line, with all that is hashed: anybody can verify the file by itself.',
  ocsf: 'One event a line after the Open Cybersecurity Schema Framework 1.3.0, for a SIEM.',
}

export const isUnfinished = ({ state }: AuditExport): boolean => state === 'waiting' || state === 'running'

/** 0 to 1; null while nobody can tell. */
export const shareOf = ({ rows, total }: AuditExport): number | null => (total === null || total === 0 ? null : Math.min(1, rows / total))

/** From how it went so far; null at its beginning. */
export const exportLeftMs = (one: AuditExport): number | null => {
  const share = shareOf(one)
  return share === null || share < 0.01 || one.tookMs < 1_000 ? null : Math.round((one.tookMs / share) * (1 - share))
}

const rowsOfTotal = ({ rows, total, totalExact }: AuditExport): string =>
  total === null
    ? `${formatCounted(rows, 'row', 'rows')} so far`
    : `${formatCount(rows)} of ${totalExact ? '' : 'about '}${formatCounted(total, 'row', 'rows')}`

/** `1,200 of about 5,000 rows, 24 %, 1.2 MB, 12 s left`; whole: `5,000 rows, 4.1 MB`; not whole: why. */
export const exportWords = (one: AuditExport): string => {
  const { state, rows, bytes, problem } = one
  if (state === 'waiting') return 'Waits for the download to begin'
  if (state === 'done') return `${formatCounted(rows, 'row', 'rows')}, ${formatBytes(bytes)}`
  if (state !== 'running') return `${problem ?? ''} The file is not whole: ${formatCounted(rows, 'row', 'rows')} had left.`.trim()
  const share = shareOf(one)
  const leftMs = exportLeftMs(one)
  return [
    rowsOfTotal(one),
    ...(share === null ? [] : [`${Math.floor(share * 100)} %`]),
    formatBytes(bytes),
    ...(leftMs === null || leftMs < 1_000 ? [] : [`${formatDuration(leftMs)} left`]),
  ].join(', ')
}

/** Over the page stand those under way, and those that ended while this window followed them, until they are put away. */
export const shownExports = (exports: readonly AuditExport[], followed: ReadonlySet<string>, putAway: ReadonlySet<string>): AuditExport[] =>
  exports.filter((one) => !putAway.has(one.id) && (isUnfinished(one) || followed.has(one.id)))
