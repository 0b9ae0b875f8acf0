/** Over the list: how many entries match, when they happened, and the brush that narrows the time. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { severities, type Severity } from '../../../shared/contract/audit-filter.ts'
import type { SeverityCounts } from '../../../shared/contract/audit-figures.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { sumOf } from '../../ui/bar-stack.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatCount, formatRoughDuration } from '../../ui/format.ts'
import { useTodayMs } from '../../ui/now.ts'
import { SeverityBars } from '../../ui/severity-bars.tsx'
import { severityNames, SeverityShape } from '../../ui/severity.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { brushedTime } from './histogram-slices.ts'
import { LiveTail } from './live-tail.tsx'
import { matchWords } from './matches.ts'
import type { Entries } from './use-entries.ts'
import type { LogHistogram } from './use-histogram.ts'

interface HistogramPanelProps {
  log: LogHistogram
  filtered: boolean
  /** The range has no end: it grows with the log. */
  open: boolean
  severities: readonly Severity[]
  waiting: Entries['waiting']
  onTime: (range: { from?: number; to?: number }) => void
  onSeverity: (severity: Severity) => void
}

const LegendItem = ({ severity, count, on, onPress }: { severity: Severity; count: number; on: boolean; onPress: () => void }) => (
  <button
    type="button"
    aria-pressed={on}
    title={on ? `Show the other severities too` : `Show ${severityNames[severity].toLowerCase()} alone`}
    onClick={onPress}
    className={classNames(
      'flex h-6 items-center gap-1.5 rounded-1 px-1.5 text-2 hover:bg-hover hover:text-1 aria-pressed:bg-pressed aria-pressed:text-1 forced-colors:aria-pressed:outline',
      count === 0 && !on && 'text-3',
    )}
  >
    <SeverityShape severity={severity} />
    {severityNames[severity]}
    <span className="@max-[860px]:hidden">{formatCount(count)}</span>
  </button>
)

const Legend = ({
  counts,
  chosen,
  onSeverity,
}: {
  counts: SeverityCounts
  chosen: readonly Severity[]
  onSeverity: (severity: Severity) => void
}) => (
  <div role="group" aria-label="Severities" className="-mr-1.5 flex">
    {severities.map((severity, at) => (
      <LegendItem
        key={severity}
        severity={severity}
        count={counts[at] ?? 0}
        on={chosen.includes(severity)}
        onPress={() => onSeverity(severity)}
      />
    ))}
  </div>
)

export const HistogramPanel = ({ log, filtered, open, severities: chosen, waiting, onTime, onSeverity }: HistogramPanelProps) => {
  const { histogram, stale, query } = log
  const size = useQuery(orpc.audit.size.queryOptions()).data?.entries ?? null
  const todayMs = useTodayMs()
  const [looking, setLooking] = useState(false)
  const [shown, setShown] = useState(histogram)
  // While somebody reads values nothing moves; another filter is another picture.
  const sameSpan = shown?.span.fromMs === histogram?.span.fromMs
  if (histogram !== shown && (!looking || !sameSpan || shown?.countedBackToMs !== null)) setShown(histogram)

  if (query.isError)
    return (
      <p role="alert" className="flex flex-none items-center gap-3 border-b border-hairline px-4 py-2 text-2">
        The entries could not be counted. {describeProblem(query.error).sentence}
        <Button onClick={() => void query.refetch()}>Try again</Button>
      </p>
    )
  if (!shown)
    return (
      <div className="h-[117px] flex-none border-b border-hairline px-4 py-3">
        <Loading label="Counting">
          <Skeleton className="w-48" />
          <Skeleton className="mt-3 h-14" />
        </Loading>
      </div>
    )
  const { figure, rest } = matchWords(shown, size, filtered, todayMs)
  const brush = (fromMs: number, toMs: number) => onTime(brushedTime(fromMs, toMs, shown.span, open))
  return (
    <section
      aria-label="Events over time"
      className="@container flex-none border-b border-hairline px-4 pt-2 pb-1 [@media(max-height:540px)]:hidden"
    >
      <div className="mb-1 flex flex-wrap items-center gap-x-3 text-small text-2">
        <p role="status" className={stale ? 'opacity-60' : undefined}>
          <strong className="font-strong text-1">{figure}</strong> {rest}
        </p>
        <span className="text-3 @max-[760px]:hidden">{formatRoughDuration(shown.span.stepMs)} a bar</span>
        {open && <LiveTail waiting={waiting} />}
        <span className="flex-1" />
        <Legend counts={sumOf(shown.bars)} chosen={chosen} onSeverity={onSeverity} />
      </div>
      <div className={stale ? 'opacity-60' : undefined}>
        <SeverityBars
          label="Events over time"
          span={shown.span}
          bars={shown.bars}
          countedBackToMs={shown.countedBackToMs}
          onBrush={brush}
          onClear={() => onTime({})}
          onLook={setLooking}
        />
      </div>
    </section>
  )
}
