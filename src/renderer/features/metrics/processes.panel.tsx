/** The processes that use most, and the console's own. */
import { useQuery } from '@tanstack/react-query'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatFigure } from '../../ui/figures.ts'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { edges, tableLook } from '../../ui/table-look.ts'

const renewMs = 10_000

export const ProcessesPanel = () => {
  const paused = useLivePaused()
  const { data, error, refetch } = useQuery({ ...orpc.monitoring.processes.queryOptions(), refetchInterval: paused ? false : renewMs })
  const content = () => {
    if (!data && error)
      return <ErrorState title="The processes could not be listed" problem={describeProblem(error)} onRetry={() => void refetch()} />
    if (!data)
      return (
        <Loading label="Loading the processes">
          <Skeleton className="m-4 w-80" />
        </Loading>
      )
    const own = data.own.filter(({ pid }) => !data.top.some((one) => one.pid === pid))
    const listed = [...data.top, ...own]
    if (listed.length === 0) return <p className="p-4 text-2">This system does not tell which processes run.</p>
    return (
      <table className={`${tableLook} ${edges}`}>
        <thead>
          <tr className="text-left">
            <th>Process</th>
            <th className="w-24 text-right">Number</th>
            <th className="w-28 text-right">CPU, of a core</th>
            <th className="w-28 text-right">Memory</th>
          </tr>
        </thead>
        <tbody>
          {listed.map(({ pid, name, cpuPercent, memoryBytes, own: role }) => (
            <tr key={pid}>
              <td className="cut">
                <span className="font-mono text-code">{name}</span> {role && <Badge>{role}</Badge>}
              </td>
              <td className="text-right text-2">{pid}</td>
              <td className="text-right">{formatFigure(cpuPercent, { unit: 'percent' })}</td>
              <td className="text-right">{formatFigure(memoryBytes, { unit: 'bytes', binary: true })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )
  }
  return (
    <section aria-labelledby="processes-title" className="border-b border-hairline">
      <h2 id="processes-title" className="flex border-b border-hairline-soft bg-surface-0 px-4 py-1 text-small">
        Processes that use most
        {data && (
          <span className="ml-auto font-normal text-3">
            looked at <RelativeTime atMs={data.atMs} />
          </span>
        )}
      </h2>
      {content()}
    </section>
  )
}
