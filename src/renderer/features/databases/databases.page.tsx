/** The databases looked into: which queries weigh most and why, what the files hold, and whether they are sound. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { formatFigure } from '../../ui/figures.ts'
import { formatCount } from '../../ui/format.ts'
import { Bar, PageScroll } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { MetricsTabs } from '../metrics/metrics-tabs.tsx'
import { isOf, useJobs } from './database-jobs.ts'
import { DatabaseSection } from './database-section.tsx'
import type { DatabasesSearch } from './databases-search.ts'
import { QueriesTable } from './queries-table.tsx'
import { QueryPanel } from './query-panel.tsx'
import { rankQueries } from './query-words.ts'

export const DatabasesPage = () =>
  useMay('metrics:read') ? (
    <Databases />
  ) : (
    <NoPermissionState
      title="The databases are not open to you"
      text="Your role may not read the metrics. An administrator can change that."
    />
  )

const renewMs = 10_000
const shownAtFirst = 12

const Databases = () => {
  const search = useSearch({ from: '/metrics/database' })
  const navigate = useNavigate({ from: '/metrics/database' })
  const mayStart = useMay('settings:write')
  const paused = useLivePaused()
  const refetchInterval = paused ? (false as const) : renewMs
  const { data, error, refetch } = useQuery({ ...orpc.databases.queries.queryOptions(), refetchInterval })
  const { jobs, running } = useJobs()
  const { query: open, order = 'totalMs', all = false } = search
  const ranked = rankQueries(data?.queries ?? [], order)
  const shown = all ? ranked : ranked.slice(0, shownAtFirst)
  const go = (next: DatabasesSearch, replace = false) =>
    void navigate({ search: (known) => ({ ...known, ...next }), replace, resetScroll: false })
  const step = (by: 1 | -1) => {
    const at = shown.findIndex(({ name }) => name === open)
    const next = shown[at === -1 ? (by === 1 ? 0 : shown.length - 1) : at + by]
    if (!next) return
    go({ query: next.name }, at !== -1)
    document.querySelector<HTMLElement>(`[data-query="${CSS.escape(next.name)}"]`)?.focus()
  }
  useShortcuts([
    { keys: 'j', label: 'Next query', group: 'Databases', run: () => step(1) },
    { keys: 'k', label: 'Previous query', group: 'Databases', run: () => step(-1) },
  ])

  const queries = () => {
    if (!data && error)
      return <ErrorState title="The queries could not be listed" problem={describeProblem(error)} onRetry={() => void refetch()} />
    if (!data)
      return (
        <Loading label="Loading the queries">
          <div className="grid gap-2 p-4">
            {[0, 1, 2, 3].map((row) => (
              <Skeleton key={row} className="h-6" />
            ))}
          </div>
        </Loading>
      )
    if (ranked.length === 0) return <p className="p-4 text-2">No query has run since the console was started.</p>
    return (
      <>
        <QueriesTable
          queries={shown}
          order={order}
          slow={formatFigure(data.slowMs, { unit: 'ms' })}
          open={open}
          onOrder={(next) => go({ order: next }, true)}
          onOpen={(name) => go({ query: name }, open !== undefined)}
        />
        {ranked.length > shownAtFirst && (
          <div className="px-4 py-2">
            <Button look="text" onClick={() => go({ all: all ? undefined : true }, true)}>
              {all ? 'Show the first only' : `Show all ${formatCount(ranked.length)}`}
            </Button>
          </div>
        )}
      </>
    )
  }
  return (
    <>
      <Bar>
        <MetricsTabs />
      </Bar>
      <div className="relative flex min-h-0 flex-1">
        <PageScroll label="Databases">
          <section aria-labelledby="queries-title" className="border-b border-hairline">
            <h2 id="queries-title" className="flex border-b border-hairline-soft bg-surface-0 px-4 py-1 text-small">
              Queries of the databases
              <span className="ml-auto font-normal text-3">since the console was started</span>
            </h2>
            {queries()}
          </section>
          <Files jobs={jobs} busy={running !== null} mayStart={mayStart} refetchInterval={refetchInterval} />
        </PageScroll>
        {open !== undefined && (
          <QueryPanel
            key={open}
            name={open}
            query={ranked.find(({ name }) => name === open)}
            job={jobs.find((job) => isOf(job, { kind: 'indexes', query: open }))}
            busy={running !== null}
            mayTry={mayStart}
            onClose={() => go({ query: undefined })}
          />
        )}
      </div>
    </>
  )
}

interface FilesProps {
  jobs: ReturnType<typeof useJobs>['jobs']
  busy: boolean
  mayStart: boolean
  refetchInterval: number | false
}

const Files = ({ jobs, busy, mayStart, refetchInterval }: FilesProps) => {
  const { data, error, refetch } = useQuery({ ...orpc.databases.files.queryOptions(), refetchInterval })
  return (
    <section aria-labelledby="files-title">
      <h2 id="files-title" className="flex border-b border-hairline-soft bg-surface-0 px-4 py-1 text-small">
        Files
        <span className="ml-auto font-normal text-3">how often a page was found in memory is not shown: SQLite does not tell it here</span>
      </h2>
      {!data && error && (
        <ErrorState title="The files could not be looked at" problem={describeProblem(error)} onRetry={() => void refetch()} />
      )}
      {!data && !error && (
        <Loading label="Loading the files">
          <Skeleton className="m-4 h-24" />
        </Loading>
      )}
      {data?.map((database) => (
        <DatabaseSection key={database.id} database={database} jobs={jobs} busy={busy} mayStart={mayStart} />
      ))}
    </section>
  )
}
