/** The figures of a report as CSV (RFC 4180): one table, whose first column names the part of the report. Pure. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import { csvCell } from '../../../shared/csv-cell.ts'
import type { SeverityCounts } from '../../../shared/contract/audit-figures.ts'
import type { Report } from './report-figures.ts'

const iso = (atMs: number): string => new Date(atMs).toISOString()

type Row = [part: string, what: string, entries?: number, events?: number, refused?: number, failed?: number, ...counts: number[]]

const ranked = <What>(
  part: string,
  rows: readonly { what: What; entries: number; events: number; refused: number }[],
  nameOf: (what: What) => string,
): Row[] => rows.map(({ what, entries, events, refused }) => [part, nameOf(what), entries, events, refused])

const bar = (atMs: number, counts: SeverityCounts): Row => [
  'over time',
  iso(atMs),
  undefined,
  counts.reduce((sum, count) => sum + count, 0),
  undefined,
  undefined,
  ...counts,
]

export const reportCsv = ({ installationId, statistics, verdict, head, situation, madeAtMs, madeBy }: Report): string => {
  const itself = (what: string) => what
  const rows: Row[] = [
    [
      'period',
      `${iso(statistics.fromMs)}/${iso(statistics.toMs)}`,
      statistics.entries,
      statistics.events,
      statistics.refused,
      statistics.failed,
      ...statistics.bySeverity,
    ],
    ...statistics.bars.map(({ atMs, counts }) => bar(atMs, counts)),
    ...ranked('class', statistics.byClass, itself),
    ...ranked('source', statistics.topSources, itself),
    ...ranked('action', statistics.topActions, itself),
    ...ranked('actor', statistics.topActors, ({ name, kind }) => `${name} (${kind})`),
    ...(situation === null
      ? []
      : [
          ['threat level', `${situation.level.level}: ${situation.level.sentence}`] satisfies Row,
          ...situation.incidents.map((one): Row => [
            'incident',
            `${one.number}: ${one.title} (${one.severity}, ${one.state})`,
            one.entries,
            one.events,
          ]),
        ]),
    ['installation', installationId],
    ['made', `${iso(madeAtMs)} by ${madeBy}`],
    ['integrity', verdict.integrity.sentence],
    ['completeness', verdict.completeness.sentence],
    ['verification', verdict.sentence],
    ...(head === null
      ? []
      : [
          ['signed head', `entry ${head.sequence} at ${iso(head.atMs)}`] satisfies Row,
          ['signed head hash', head.hash] satisfies Row,
          ['signed head key', head.keyId] satisfies Row,
          ['signed head signature', head.signature] satisfies Row,
        ]),
  ]
  const columns = ['part', 'what', 'entries', 'events', 'refused', 'failed', ...severities]
  const lines = rows.map(([part, what, ...figures]) =>
    [part, csvCell(what), ...Array.from({ length: columns.length - 2 }, (_, index) => String(figures[index] ?? ''))].join(','),
  )
  return [columns.join(','), ...lines, ''].join('\r\n')
}
