/** What went through in the page's time: the figures now and against the time before. */
import { useQuery } from '@tanstack/react-query'
import type { TrafficTotals } from '../../../shared/contract/traffic.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { FigureText } from '../../ui/figure-text.tsx'
import { compareWords, formatFigure, type Measure } from '../../ui/figures.ts'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { lengthOf, type TimeWindow } from '../../ui/time-range.ts'
import { ErrorState } from '../../ui/view-state.tsx'
import { coreNowMs } from '../metrics/core-clock.ts'
import { shareWords } from './share-words.ts'

const renewMs = 10_000
const count: Measure = { unit: 'count' }
const time: Measure = { unit: 'ms' }
const size: Measure = { unit: 'bytes' }

const useTotals = (window: TimeWindow) => {
  const paused = useLivePaused()
  const live = window.kind === 'live'
  return useQuery({
    queryKey: ['traffic', 'totals', window],
    queryFn: ({ signal }) => {
      const toMs = window.kind === 'fixed' ? window.toMs : coreNowMs()
      return client.traffic.totals({ fromMs: Math.max(0, toMs - lengthOf(window)), toMs }, { signal })
    },
    staleTime: live ? renewMs : Infinity,
    refetchInterval: live && !paused ? renewMs : false,
  })
}

interface TileProps {
  name: string
  value: number | null
  before: number | null
  measure: Measure
  note?: string | null
}

const Tile = ({ name, value, before, measure, note }: TileProps) => {
  const compared = value !== null && before !== null ? compareWords(value, before, measure) : null
  return (
    <div className="min-w-0 px-4 py-2" data-tile={name}>
      <h2 className="cut text-small font-normal text-2">{name}</h2>
      <p className="flex items-baseline gap-2">
        {value === null ? <span className="text-3">none</span> : <FigureText value={value} measure={measure} />}
        <span className="cut text-small text-2" title={compared === null ? undefined : 'Against as long a time just before'}>
          {compared}
        </span>
      </p>
      <p className="cut min-h-4 text-small text-3" title={note ?? undefined}>
        {note}
      </p>
    </div>
  )
}

const band =
  'grid grid-cols-5 border-b border-hairline [&>*+*]:border-l [&>*]:border-hairline [&_p>span:first-child]:text-title [&_p>span:first-child]:font-strong'

export const TotalsPanel = ({ window }: { window: TimeWindow }) => {
  const { data, error, refetch } = useTotals(window)
  if (!data && error)
    return <ErrorState title="The totals could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
  if (!data)
    return (
      <div className="min-h-17 border-b border-hairline">
        <Loading label="Loading the totals">
          <div className="grid grid-cols-5 gap-8 px-4 py-3">
            {[0, 1, 2, 3, 4].map((tile) => (
              <Skeleton key={tile} className="w-24" />
            ))}
          </div>
        </Loading>
      </div>
    )
  return <Tiles now={data.now} before={data.before} />
}

const Tiles = ({ now, before }: { now: TrafficTotals; before: TrafficTotals }) => (
  <section aria-label="Totals" className={band}>
    <Tile
      name="Requests"
      value={now.requests}
      before={before.requests}
      measure={count}
      note={now.unrecorded > 0 ? `${formatCount(now.unrecorded)} counted only` : null}
    />
    <Tile name="Refused" value={now.refused} before={before.refused} measure={count} note={shareWords(now.refused, now.requests)} />
    <Tile name="Failed" value={now.failed} before={before.failed} measure={count} note={shareWords(now.failed, now.requests)} />
    <Tile
      name="Response time, p95"
      value={now.p95Ms}
      before={before.p95Ms}
      measure={time}
      note={now.p50Ms === null || now.p99Ms === null ? null : `p50 ${formatFigure(now.p50Ms, time)}, p99 ${formatFigure(now.p99Ms, time)}`}
    />
    <Tile name="Sent" value={now.bytesOut} before={before.bytesOut} measure={size} note={`${formatBytes(now.bytesIn)} received`} />
  </section>
)
