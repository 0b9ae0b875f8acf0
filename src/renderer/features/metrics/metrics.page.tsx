/** All that is measured, by group: charts over one range, the processes, and profiles on demand. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ChartLine, Search } from 'lucide-react'
import { useMemo } from 'react'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { ChartGroup } from '../../ui/chart-group.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { inputFrame, inputText } from '../../ui/field.tsx'
import { Bar, PageScroll } from '../../ui/page.tsx'
import { EmptyState, ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { chartGroups, matchesSearch, planCharts } from './chart-plan.ts'
import { ChartsPanel, ChartsWaiting } from './charts.panel.tsx'
import { MetricsTabs } from './metrics-tabs.tsx'
import { ProcessesPanel } from './processes.panel.tsx'
import { ProfileDialog } from './profile.dialog.tsx'
import { useChartEvents } from './use-chart-events.ts'
import { useFollowMetrics } from './use-metrics-now.ts'
import { useTimeRange } from './use-time-range.ts'

export const MetricsPage = () =>
  useMay('metrics:read') ? (
    <Metrics />
  ) : (
    <NoPermissionState title="The metrics are not open to you" text="Your role may not read them. An administrator can change that." />
  )

const Metrics = () => {
  const { q = '', profile = false } = useSearch({ from: '/metrics' })
  const navigate = useNavigate({ from: '/metrics' })
  const { compare, setCompare } = useTimeRange()
  const mayProfile = useMay('settings:write')
  const setProfile = (open: boolean) => void navigate({ search: (known) => ({ ...known, profile: open || undefined }), replace: !open })
  return (
    <>
      <Bar>
        <MetricsTabs />
        <label className={`${inputFrame(false, false)} w-60`}>
          <Search aria-hidden />
          <input
            type="search"
            data-page-search=""
            aria-label="Search charts"
            placeholder="Search charts"
            value={q}
            onChange={(event) => void navigate({ search: (known) => ({ ...known, q: event.target.value || undefined }), replace: true })}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
            className={inputText}
          />
        </label>
        <Checkbox checked={compare} onChange={setCompare}>
          Compare with the time before
        </Checkbox>
        <span className="flex-1" />
        {mayProfile && <Button onClick={() => setProfile(true)}>Record a profile…</Button>}
      </Bar>
      <PageScroll label="Metrics">
        <AllCharts typed={q} />
        {q === '' && <ProcessesPanel />}
      </PageScroll>
      {mayProfile && <ProfileDialog open={profile} onClose={() => setProfile(false)} />}
    </>
  )
}

/** One question holds at most forty series. */
const mostLines = 36

const AllCharts = ({ typed }: { typed: string }) => {
  useFollowMetrics()
  const { data, error, refetch } = useQuery({ ...orpc.monitoring.series.queryOptions(), refetchInterval: 60_000 })
  const { window } = useTimeRange()
  const events = useChartEvents(window)
  const groups = useMemo(() => {
    const charts = planCharts(data ?? []).filter((chart) => matchesSearch(chart, typed))
    return chartGroups.flatMap((name) => {
      const parts: (typeof charts)[] = []
      let lines = Infinity
      for (const chart of charts.filter(({ group }) => group === name)) {
        if (lines + chart.lines.length > mostLines) {
          parts.push([])
          lines = 0
        }
        parts.at(-1)?.push(chart)
        lines += chart.lines.length
      }
      return parts.map((plans, at) => ({ name, title: at === 0 ? name : null, plans }))
    })
  }, [data, typed])
  if (!data && error)
    return <ErrorState title="The metrics could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
  if (!data) return <ChartsWaiting />
  if (groups.length === 0)
    return (
      <EmptyState
        icon={<ChartLine aria-hidden />}
        title={typed === '' ? 'Nothing was measured yet' : 'No chart of that name'}
        text={typed === '' ? 'The first figures come within seconds.' : 'Charts are found by their title, and by what they measure.'}
      />
    )
  return (
    <ChartGroup tells="own">
      {groups.map(({ name, title, plans }) => (
        <ChartsPanel key={`${name} ${plans[0]?.id ?? ''}`} title={title} plans={plans} events={events} />
      ))}
    </ChartGroup>
  )
}
