/** Below a list that comes page by page: the way to what is older. */
import type { useInfiniteQuery } from '@tanstack/react-query'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'

type ListQuery = Pick<ReturnType<typeof useInfiniteQuery>, 'hasNextPage' | 'isFetchingNextPage' | 'isFetchNextPageError' | 'error'> & {
  fetchNextPage: () => unknown
}

/** `what`: in the plural, as in `Show older alerts`. */
export const ListFoot = ({ query, what }: { query: ListQuery; what: string }) => {
  if (!query.hasNextPage) return null
  return (
    <p className="flex min-h-11 items-center justify-center gap-3 px-4 text-2">
      {query.isFetchNextPageError && <span role="alert">{describeProblem(query.error).sentence}</span>}
      <Button onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
        {query.isFetchNextPageError ? 'Try again' : `Show older ${what}`}
      </Button>
    </p>
  )
}
