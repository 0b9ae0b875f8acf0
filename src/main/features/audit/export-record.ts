/** What the console keeps of an export, and what its user sees of it. Pure. */
import type { AuditExport } from '../../../shared/contract/audit-export.ts'
import type { By } from '../../database/database.ts'
import type { HeadRow, LogBounds } from './audit.store.ts'
import type { ExportFacts } from './export-content.ts'
import type { ExportJob } from './export-job.ts'
import { filtersNothing } from './filter-words.ts'

export interface ExportRecord {
  readonly id: string
  readonly by: By
  readonly userId: string
  readonly job: ExportJob
  readonly fileName: string
  readonly bounds: LogBounds
  /** The newest at or below the last entry that can be in the file. */
  readonly head: HeadRow | null
  readonly preparedAtMs: number
  /** Monotonic. */
  startedMs: number
  tookMs: number
  state: AuditExport['state']
  rows: number
  /** 0 to 1, of what has to be looked through. */
  share: number
  bytes: number
  problem: string | null
  facts: ExportFacts | null
  /** Lets retention go on. */
  readonly release: () => void
  /** Ends a file that is being sent. */
  stop: (why: Error) => void
}

/** Before so much was looked through nobody can say how many rows there will be. */
const leastShare = 0.02

export const isOver = ({ state }: ExportRecord): boolean => state !== 'waiting' && state !== 'running'

const totalOf = ({ state, job, rows, share }: ExportRecord): Pick<AuditExport, 'total' | 'totalExact'> => {
  if (state === 'done') return { total: rows, totalExact: true }
  if (filtersNothing(job.filter)) return { total: job.until - job.after, totalExact: true }
  return { total: share < leastShare ? null : Math.round(rows / share), totalExact: false }
}

export const viewOf = (one: ExportRecord, nowMonotonicMs: number): AuditExport => ({
  id: one.id,
  fileName: one.fileName,
  format: one.job.format,
  state: one.state,
  rows: one.rows,
  ...totalOf(one),
  bytes: one.bytes,
  startedAtMs: one.preparedAtMs,
  tookMs: one.state === 'running' ? Math.round(nowMonotonicMs - one.startedMs) : one.tookMs,
  problem: one.problem,
})
