/** What the log of a period adds up to: figures, severity over time, and what occurred most. */
import { ChartColumn, FileText } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { AuditStatistics } from '../../../shared/contract/audit-figures.ts'
import { useMay } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useCommands, type Command } from '../../frame/commands.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount, formatRoughDuration } from '../../ui/format.ts'
import { Bar, PageScroll } from '../../ui/page.tsx'
import { severityNames, SeverityShape } from '../../ui/severity.tsx'
import { SeverityBars } from '../../ui/severity-bars.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { spanWords } from '../../ui/span-words.ts'
import { EmptyState, ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { useTimeRange } from '../metrics/use-time-range.ts'
import { AuditTabs } from './audit-tabs.tsx'
import { RankedList } from './ranked-list.tsx'
import { ReportDialog } from './report.dialog.tsx'
import { rankedLists, shareWords } from './statistics-words.ts'
import { useStatistics } from './use-statistics.ts'

export const StatisticsPage = () =>
  useMay('audit:read') ? (
    <Statistics />
  ) : (
    <NoPermissionState title="The log is not open to you" text="Your role may not read the audit log. An administrator can change that." />
  )

const Statistics = () => {
  const { window, zoom, zoomOut } = useTimeRange()
  const mayExport = useMay('audit:export')
  const { query, statistics, setLooking } = useStatistics(window)
  const [report, setReport] = useState<{ fromMs: number; toMs: number } | null>(null)
  const begin = () => statistics && setReport({ fromMs: statistics.fromMs, toMs: statistics.toMs })
  const command: Command = {
    id: 'audit report',
    group: 'On this page',
    label: 'Make a report of this period',
    words: 'html pdf csv statistics',
    icon: FileText,
    run: begin,
  }
  useCommands(mayExport && statistics ? [command] : [])

  const content = () => {
    if (!statistics && query.isError)
      return (
        <ErrorState title="The figures could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
      )
    if (!statistics) return <Waiting />
    return <Figures statistics={statistics} onZoom={zoom} onZoomOut={zoomOut} onLook={setLooking} />
  }
  return (
    <>
      <Bar>
        <AuditTabs />
        <span className="flex-1" />
        {statistics && <span className="text-small text-2 max-wide:sr-only">{spanWords(statistics.fromMs, statistics.toMs)}</span>}
        {mayExport && (
          <Button look="quiet" disabled={!statistics} onClick={begin}>
            <FileText aria-hidden />
            Make a report…
          </Button>
        )}
      </Bar>
      <PageScroll label="Statistics of the log">{content()}</PageScroll>
      {report && <ReportDialog open onClose={() => setReport(null)} period={report} />}
    </>
  )
}

const Waiting = () => (
  <Loading label="Counting the entries">
    <div className="grid gap-6 p-4">
      <Skeleton className="h-8 w-2/3" />
      <Skeleton className="h-20" />
      <div className="grid gap-6 wide:grid-cols-2">
        {[0, 1, 2, 3].map((list) => (
          <Skeleton key={list} className="h-40" />
        ))}
      </div>
    </div>
  </Loading>
)

const tiles =
  'grid grid-cols-2 border-b border-hairline wide:grid-cols-4 [&>*]:border-hairline [&>*+*]:border-l max-wide:[&>*:nth-child(3)]:border-l-0 max-wide:[&>*:nth-child(n+3)]:border-t'

const Tile = ({ name, children, note }: { name: string; children: ReactNode; note?: ReactNode }) => (
  <div className="min-w-0 p-4">
    <p className="text-small text-2">{name}</p>
    <p data-figure="" className="text-figure">
      {children}
    </p>
    <p className="cut min-h-4 text-small text-3">{note}</p>
  </div>
)

interface FiguresProps {
  statistics: AuditStatistics
  onZoom: (fromMs: number, toMs: number) => void
  onZoomOut: () => void
  onLook: (looking: boolean) => void
}

const Figures = ({ statistics, onZoom, onZoomOut, onLook }: FiguresProps) => {
  const { fromMs, toMs, stepMs, entries, events, refused, failed, bars, bySeverity, exact } = statistics
  if (entries === 0)
    return (
      <EmptyState
        icon={<ChartColumn aria-hidden />}
        title="Nothing was entered in this period"
        text="Choose a longer one at the top. What happens in this console and what its guard sees is counted here."
      />
    )
  return (
    <>
      <div className={tiles}>
        <Tile name="Entries">{formatCount(entries)}</Tile>
        <Tile name="Events" note={events > entries ? 'An entry may stand for several' : undefined}>
          {formatCount(events)}
        </Tile>
        <Tile name="Refused" note={`${formatCount(refused)} of the events`}>
          {shareWords(refused, events)}
        </Tile>
        <Tile name="Failed" note={`${formatCount(failed)} of the events`}>
          {shareWords(failed, events)}
        </Tile>
      </div>
      <section aria-labelledby="severity-title" className="border-b border-hairline px-4 pt-3 pb-1">
        <header className="mb-1 flex flex-wrap items-center gap-x-3 text-small text-2">
          <h2 id="severity-title">Events by severity</h2>
          <span className="text-3">{formatRoughDuration(stepMs)} a bar</span>
          <span className="flex-1" />
          <ul aria-label="Severities" className="flex flex-wrap gap-x-3">
            {severities.map((severity, at) => (
              <li key={severity} className="flex items-center gap-1.5">
                <SeverityShape severity={severity} />
                {severityNames[severity]} <span className="text-1">{formatCount(bySeverity[at] ?? 0)}</span>
              </li>
            ))}
          </ul>
        </header>
        <SeverityBars
          label="Events by severity over time"
          span={{ fromMs: Math.floor(fromMs / stepMs) * stepMs, toMs, stepMs }}
          bars={bars}
          onBrush={onZoom}
          onClear={onZoomOut}
          onLook={onLook}
        />
      </section>
      <div className="grid wide:grid-cols-2 [&>section]:border-b [&>section]:border-hairline wide:[&>section:nth-child(odd)]:border-r">
        {rankedLists(statistics).map((list) => (
          <RankedList key={list.title} {...list} />
        ))}
      </div>
      {!exact && (
        <p className="px-4 py-3 text-small text-2">
          Rare values of busy hours were counted together, so a list may leave out what occurred seldom.
        </p>
      )}
    </>
  )
}
