/** The record: what was written last, and whether it proves itself. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BadgeCheck } from 'lucide-react'
import { useCallback } from 'react'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useLiveEvents } from '../../api/live-feed.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { queryClient } from '../../api/query-client.ts'
import { EntryLine } from '../../ui/entry-line.tsx'
import { formatCounted } from '../../ui/format.ts'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { lastVerified, newestEntries } from './record-queries.ts'

export const RecordPanel = () => {
  const paused = useLivePaused()
  const { data, error, refetch } = useQuery(newestEntries)
  const size = useQuery(orpc.audit.size.queryOptions()).data
  useLiveEvents(
    'audit',
    useCallback(() => {
      if (paused) return
      void queryClient.invalidateQueries({ queryKey: newestEntries.queryKey, exact: true })
      void queryClient.invalidateQueries({ queryKey: lastVerified.queryKey, exact: true })
    }, [paused]),
  )
  const content = () => {
    if (!data && error)
      return <ErrorState title="The log could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
    if (!data)
      return (
        <Loading label="Loading the newest entries">
          {[0, 1, 2, 3].map((row) => (
            <Skeleton key={row} className="my-3 w-full" />
          ))}
        </Loading>
      )
    return (
      <ul aria-label="Newest entries of the log">
        {data.entries.map((entry) => (
          <li key={entry.sequence}>
            <EntryLine of={entry} />
          </li>
        ))}
      </ul>
    )
  }
  return (
    <section aria-labelledby="record-title" className="min-w-0 p-4">
      <header className="mb-1 flex items-baseline gap-2">
        <h2 id="record-title">The record</h2>
        {size && <span className="text-2">{formatCounted(size.entries, 'entry', 'entries')}</span>}
        <Link to="/audit" className="ml-auto text-small text-accent-text hover:underline">
          Audit log
        </Link>
      </header>
      {content()}
      <Verified />
    </section>
  )
}

const Verified = () => {
  const known = useQuery(lastVerified).data
  if (!known) return null
  const [verified] = known.entries
  return (
    <p className="mt-2 flex items-center gap-2 text-small text-2">
      <BadgeCheck aria-hidden className="flex-none" />
      {verified ? (
        <span>
          {verified.message}, <RelativeTime atMs={verified.atMs} />.
        </span>
      ) : (
        <span>Not verified yet.</span>
      )}
    </p>
  )
}
