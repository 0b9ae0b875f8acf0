/** Incidents: what belongs together of what went wrong, and the open one beside the list. The address says what is shown. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ShieldCheck } from 'lucide-react'
import { useMemo } from 'react'
import { useMay } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Bar } from '../../ui/page.tsx'
import { Segments } from '../../ui/segments.tsx'
import { EmptyState, ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { ListFoot } from '../alerts/list-foot.tsx'
import { IncidentListSkeleton } from './incident-list-skeleton.tsx'
import { IncidentList } from './incident-list.tsx'
import { IncidentPanel } from './incident-panel.tsx'
import { listOptions, useFollowIncidents } from './incident-queries.ts'
import { emptyWords, openSentence } from './incident-words.ts'
import { stateOf, withIncident, withoutIncident, withState } from './incidents-search.ts'
import { ThreatLevelButton } from './threat-level.tsx'

export const IncidentsPage = () =>
  useMay('audit:read') ? (
    <Incidents />
  ) : (
    <NoPermissionState
      title="The incidents are not open to you"
      text="Your role may not read the log that they are made from. An administrator can change that."
    />
  )

const states = [
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
  { value: 'all', label: 'All' },
] as const

const Incidents = () => {
  useFollowIncidents()
  const search = useSearch({ from: '/incidents' })
  const navigate = useNavigate({ from: '/incidents' })
  const state = stateOf(search)
  const openId = search.incident ?? null
  const query = useInfiniteQuery(listOptions(state))
  const { data } = query
  const incidents = useMemo(() => data?.pages.flatMap((page) => page.incidents) ?? [], [data])

  const content = () => {
    if (query.isPending) return <IncidentListSkeleton />
    if (!data)
      return (
        <ErrorState title="The incidents could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
      )
    if (incidents.length === 0)
      return (
        <EmptyState
          icon={<ShieldCheck aria-hidden />}
          {...emptyWords[state]}
          action={
            state === 'open' ? (
              <Button onClick={() => void navigate({ search: (known) => withState(known, 'closed') })}>Show closed incidents</Button>
            ) : (
              <Button onClick={() => void navigate({ search: (known) => withState(known, 'open') })}>Show open incidents</Button>
            )
          }
        />
      )
    return (
      <IncidentList
        incidents={incidents}
        mixed={state === 'all'}
        openId={openId}
        onOpen={(id, walking) => void navigate({ search: (known) => withIncident(known, id), replace: walking })}
        foot={<ListFoot query={query} what="incidents" />}
      />
    )
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <Bar>
        <Segments
          label="Which incidents"
          value={state}
          options={states}
          onChange={(next) => void navigate({ search: (known) => withState(known, next) })}
        />
        <span role="status" className="text-2 empty:hidden">
          {data && openSentence(data.pages[0]?.open ?? 0)}
        </span>
        <span className="flex-1" />
        <ThreatLevelButton />
      </Bar>
      <div className="relative flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">{content()}</div>
        {openId !== null && (
          <IncidentPanel
            key={openId}
            id={openId}
            listed={incidents.find(({ id }) => id === openId) ?? null}
            onClose={() => void navigate({ search: withoutIncident })}
          />
        )}
      </div>
    </div>
  )
}
