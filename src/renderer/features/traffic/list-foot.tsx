/** Below the last request: how far the search has come, that reading failed, or that there are no more. */
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { formatListTime } from '../../ui/format.ts'
import { useTodayMs } from '../../ui/now.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { Requests } from './use-requests.ts'

export const ListFoot = ({ list }: { list: Requests }) => {
  const { query, searchedBackToMs, requests } = list
  const todayMs = useTodayMs()
  const frame = 'flex min-h-11 items-center justify-center gap-3 px-4 text-2'
  const further = () => void query.fetchNextPage()
  if (query.isFetchNextPageError)
    return (
      <p role="alert" className={frame}>
        {describeProblem(query.error).sentence}
        <Button onClick={further}>Try again</Button>
      </p>
    )
  if (query.hasNextPage && searchedBackToMs !== null)
    return (
      <p role="status" className={frame}>
        Searched back to {formatListTime(searchedBackToMs, todayMs)}.
        <Button onClick={further} busy={query.isFetchingNextPage}>
          Search further back
        </Button>
      </p>
    )
  if (query.hasNextPage)
    return (
      <div className={frame}>
        <Skeleton className="w-48" />
      </div>
    )
  return requests.length === 0 ? null : <p className={`${frame} text-small`}>No older requests in this time.</p>
}
