/** The queries of the console's own databases, slowest first. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { Button } from '../../ui/button.tsx'
import { formatFigure } from '../../ui/figures.ts'
import { formatCount } from '../../ui/format.ts'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Timestamp } from '../../ui/timestamp.tsx'
import { SeverityLabel } from '../../ui/severity.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { edges, tableLook } from './table-look.ts'

const renewMs = 10_000
const shownAtFirst = 10

export const QueriesPanel = () => {
  const paused = useLivePaused()
  const [all, setAll] = useState(false)
  const { data, error, refetch } = useQuery({ ...orpc.monitoring.queries.queryOptions(), refetchInterval: paused ? false : renewMs })
  const content = () => {
    if (!data && error)
      return <ErrorState title="The queries could not be listed" problem={describeProblem(error)} onRetry={() => void refetch()} />
    if (!data)
      return (
        <Loading label="Loading the queries">
          <Skeleton className="m-4 w-80" />
        </Loading>
      )
    if (data.length === 0) return <p className="p-4 text-2">No query has run since the console was started.</p>
    return (
      <>
        <table className={`${tableLook} ${edges}`}>
          <thead>
            <tr className="text-left">
              <th>Query</th>
              <th className="w-24 text-right">Calls</th>
              <th className="w-28 text-right">Slowest</th>
              <th className="w-28 max-wide:hidden">at</th>
              <th className="w-28 text-right">All together</th>
              <th className="w-28">Over 1 s</th>
            </tr>
          </thead>
          <tbody>
            {data.slice(0, all ? undefined : shownAtFirst).map(({ name, calls, slowestMs, slowestAtMs, totalMs, slow }) => (
              <tr key={name}>
                <td className="cut font-mono text-code">{name}</td>
                <td className="text-right">{formatCount(calls)}</td>
                <td className="text-right">{formatFigure(slowestMs, { unit: 'ms' })}</td>
                <td className="text-2 max-wide:hidden">
                  <Timestamp atMs={slowestAtMs} look="list" />
                </td>
                <td className="text-right">{formatFigure(totalMs, { unit: 'ms' })}</td>
                <td className="text-2">{slow === 0 ? 'none' : <SeverityLabel severity="medium">{formatCount(slow)}</SeverityLabel>}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {data.length > shownAtFirst && (
          <div className="px-4 py-2">
            <Button look="text" onClick={() => setAll(!all)}>
              {all ? 'Show the slowest only' : `Show all ${formatCount(data.length)}`}
            </Button>
          </div>
        )}
      </>
    )
  }
  return (
    <section aria-labelledby="queries-title">
      <h2 id="queries-title" className="flex border-b border-hairline-soft bg-surface-0 px-4 py-1 text-small">
        Queries of the databases, slowest first
        <span className="ml-auto font-normal text-3">since the console was started</span>
      </h2>
      {content()}
    </section>
  )
}
