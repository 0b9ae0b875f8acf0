/** Below the last row: how far the search has come, that reading failed, or that this is the end. */
import { Button } from '../../ui/button.tsx'
import { describeProblem } from '../../api/describe-problem.ts'
import { formatListTime, formatUtc } from '../../ui/format.ts'
import { useNowMs } from '../../ui/now.ts'
import type { BarSpan } from '../../ui/bar-stack.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import type { Entries } from './use-entries.ts'

interface ListFootProps {
  list: Entries
  filtered: boolean
  stopped: boolean
  /** What the search goes through; null while nobody knows. */
  span: Pick<BarSpan, 'fromMs' | 'toMs'> | null
  onStop: () => void
  onGoOn: () => void
}

const SearchedBack = ({ atMs }: { atMs: number }) => (
  <Tooltip text={formatUtc(atMs)}>
    <span>Searched back to {formatListTime(atMs, useNowMs())}</span>
  </Tooltip>
)

/** The search goes from the newest to the oldest. */
const Searched = ({ atMs, span: { fromMs, toMs } }: { atMs: number; span: Pick<BarSpan, 'fromMs' | 'toMs'> }) => (
  <ProgressBar
    label="Search"
    done={Math.max(0, Math.min(toMs - fromMs, toMs - atMs))}
    total={Math.max(1, toMs - fromMs)}
    className="w-24"
  />
)

export const ListFoot = ({ list, filtered, stopped, span, onStop, onGoOn }: ListFootProps) => {
  const { query, searchedBackToMs, entries } = list
  const frame = 'flex min-h-11 items-center justify-center gap-3 px-4 text-2'
  if (query.isFetchNextPageError)
    return (
      <p role="alert" className={frame}>
        {describeProblem(query.error).sentence}
        <Button onClick={onGoOn}>Try again</Button>
      </p>
    )
  if (query.hasNextPage && filtered && searchedBackToMs !== null)
    return (
      <p role="status" className={frame}>
        <span>
          <SearchedBack atMs={searchedBackToMs} />
          {stopped ? '.' : ', searching…'}
        </span>
        {span && <Searched atMs={searchedBackToMs} span={span} />}
        {stopped ? (
          <Button aria-label="Go on searching" onClick={onGoOn}>
            Go on
          </Button>
        ) : (
          <Button aria-label="Stop searching" onClick={onStop}>
            Stop
          </Button>
        )}
      </p>
    )
  if (query.hasNextPage)
    return (
      <div className={frame}>
        <Skeleton className="w-48" />
      </div>
    )
  if (entries.length === 0) return null
  return <p className={`${frame} text-small`}>{filtered ? 'No older entries match.' : 'The log begins here.'}</p>
}
