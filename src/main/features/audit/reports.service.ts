/** Reports of a period: verifies the log, gathers the figures, and hands out the file. */
import type { Clock } from '../../../ports/clock.ts'
import type { AuditStatistics, ReportEvent } from '../../../shared/contract/audit-figures.ts'
import type { Verdict, VerifyEvent } from '../../../shared/contract/audit.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { By, Database } from '../../database/database.ts'
import type { Downloads, OpenSession } from '../handlers.ts'
import { headUpTo } from './audit.store.ts'
import { headInFull, publicKeyOf } from './export-manifest.ts'
import { utc } from './head-break.ts'
import type { TrustedKey } from './head-break.ts'
import { reportCsv } from './report-csv.ts'
import type { Report, Situation } from './report-figures.ts'
import { reportHtml } from './report-html.ts'

export interface ReportsOptions {
  database: Database
  clock: Clock
  downloads: Downloads
  verify(by: By, signal: AbortSignal | undefined): AsyncIterable<VerifyEvent>
  statistics(fromMs: number, toMs: number, top: number): Promise<AuditStatistics>
  situation(fromMs: number, toMs: number): Promise<Situation | null>
  trustedKeys(): TrustedKey[] | null
}

export interface AskedReport {
  fromMs: number
  toMs: number
  format: 'html' | 'csv'
}

const top = 20
const contentTypes = { html: 'text/html; charset=utf-8', csv: 'text/csv; charset=utf-8; header=present' }
const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)

export const createReports = (options: ReportsOptions) => {
  const { database, clock, downloads } = options

  return {
    /** Progress of the verification, then the link. A log that is broken is reported as such. */
    make: async function* make(
      by: By,
      session: OpenSession,
      asked: AskedReport,
      signal: AbortSignal | undefined,
    ): AsyncGenerator<ReportEvent> {
      const { fromMs, toMs, format } = asked
      if (toMs <= fromMs) throw new GatehouseError('INVALID_INPUT', 'The period ends before it begins.', { field: 'toMs' })
      let verdict: Verdict | null = null
      for await (const event of options.verify(by, signal)) {
        if (event.kind === 'verdict') verdict = event.verdict
        if (event.kind === 'progress') yield { kind: 'progress', checked: event.checked, total: event.total }
        if (event.kind === 'stopped')
          throw new GatehouseError('CONFLICT', 'The verification was stopped, so there is nothing to report with. Begin again.', {})
      }
      if (verdict === null || signal?.aborted) return
      const head = verdict.head
      const row = head && database.read((db) => headUpTo(db, head.sequence))
      const report: Report = {
        installationId: database.installationId,
        statistics: await options.statistics(fromMs, toMs, top),
        verdict,
        head: row && headInFull(row, publicKeyOf(options.trustedKeys(), row.key_id)),
        situation: await options.situation(fromMs, toMs),
        madeAtMs: clock.now(),
        madeBy: by.actor.name,
      }
      const body = Buffer.from(format === 'html' ? reportHtml(report) : reportCsv(report))
      const fileName = `gatehouse-report-${day(fromMs)}-to-${day(toMs)}.${format}`
      await database.append(by, {
        action: 'log.report-made',
        severity: 'low',
        message: `A report of ${utc(fromMs)} to ${utc(toMs)} was made as ${format.toUpperCase()}`,
        detail: { format, fromMs, toMs, fileName, bytes: body.length, intact: verdict.intact, upToSequence: verdict.lastSequence },
      })
      const { url } = await downloads.create({ sessionId: session.id, fileName, contentType: contentTypes[format], body })
      yield { kind: 'ready', url, fileName, bytes: body.length }
    },
  }
}
export type Reports = ReturnType<typeof createReports>
