/** Objectives: what was promised of the service, and how much of each error budget is left. The address says what is open. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus, Target } from 'lucide-react'
import { useMay } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { formatCounted } from '../../ui/format.ts'
import { Bar } from '../../ui/page.tsx'
import { ScrollRegion } from '../../ui/side-panel.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { usePolicy } from '../guard/guard-queries.ts'
import { DeleteObjectiveDialog } from './delete-objective.dialog.tsx'
import { ObjectivePanel } from './objective-panel.tsx'
import { useFollowObjectives, useObjectivesOptions } from './objective-queries.ts'
import { ObjectiveRow } from './objective-row.tsx'
import { ObjectiveDialog } from './objective.dialog.tsx'
import type { ObjectivesSearch } from './objectives-search.ts'

export const ObjectivesPage = () =>
  useMay('metrics:read') ? (
    <Objectives />
  ) : (
    <NoPermissionState
      title="The objectives are not open to you"
      text="Your role may not read the figures that they are measured from. An administrator can change that."
    />
  )

const Objectives = () => {
  useFollowObjectives()
  const search = useSearch({ from: '/objectives' })
  const navigate = useNavigate({ from: '/objectives' })
  const mayWrite = useMay('alerts:write')
  const query = useQuery(useObjectivesOptions())
  const routes = usePolicy().data?.routes ?? []
  const routeName = (id: string) => routes.find((route) => route.id === id)?.name ?? id
  const objectives = query.data ?? []
  const open = objectives.find(({ id }) => id === search.objective)
  const go = (next: ObjectivesSearch, replace = false) => void navigate({ search: next, replace })
  const closeDialog = () => go(open ? { objective: open.id } : {}, true)
  const step = (by: 1 | -1) => {
    const at = objectives.findIndex(({ id }) => id === search.objective)
    const next = objectives[at === -1 ? (by === 1 ? 0 : objectives.length - 1) : at + by]
    if (!next) return
    go({ objective: next.id }, at !== -1)
    document.querySelector<HTMLElement>(`[data-objective="${next.id}"]`)?.focus()
  }
  useShortcuts([
    { keys: 'j', label: 'Next objective', group: 'Objectives', run: () => step(1) },
    { keys: 'k', label: 'Previous objective', group: 'Objectives', run: () => step(-1) },
  ])
  const add = mayWrite && (
    <Button look="primary" onClick={() => go({ dialog: 'add' })}>
      <Plus aria-hidden />
      Add objective
    </Button>
  )
  const content = () => {
    if (query.isPending)
      return (
        <Loading label="Loading the objectives">
          <div className="grid gap-4 p-4">
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
          </div>
        </Loading>
      )
    if (!query.data)
      return (
        <ErrorState title="The objectives could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
      )
    if (objectives.length === 0)
      return (
        <EmptyState
          icon={<Target aria-hidden />}
          title="Nothing is promised yet"
          text="An objective says how much of the service must go well: 99.9 % of requests in any 30 days, for instance. The rest is its error budget, and you are told when that burns too fast to last."
          action={add}
        />
      )
    return (
      <ScrollRegion label="Objectives">
        <ul>
          {objectives.map((objective) => (
            <ObjectiveRow
              key={objective.id}
              of={objective}
              routeName={routeName}
              open={objective.id === search.objective}
              onOpen={() => go({ objective: objective.id }, search.objective !== undefined)}
            />
          ))}
        </ul>
      </ScrollRegion>
    )
  }
  const tight = objectives.filter(({ state }) => state === 'burning' || state === 'spent').length
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {objectives.length > 0 && (
        <Bar>
          <span role="status" className="text-2">
            {formatCounted(objectives.length, 'objective', 'objectives')}
            {tight > 0 ? `, ${tight} in danger` : ', all within budget'}
          </span>
          <span className="flex-1" />
          {add}
        </Bar>
      )}
      <div className="relative flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">{content()}</div>
        {open && (
          <ObjectivePanel
            key={open.id}
            of={open}
            routeName={routeName}
            mayWrite={mayWrite}
            onChange={() => go({ objective: open.id, dialog: 'change' })}
            onDelete={() => go({ objective: open.id, dialog: 'delete' })}
            onClose={() => go({})}
          />
        )}
      </div>
      {mayWrite && search.dialog === 'add' && (
        <ObjectiveDialog objective={null} routes={routes} onClose={closeDialog} onAdded={(id) => go({ objective: id }, true)} />
      )}
      {mayWrite && open && search.dialog === 'change' && (
        <ObjectiveDialog key={open.id} objective={open} routes={routes} onClose={closeDialog} onAdded={closeDialog} />
      )}
      {mayWrite && open && search.dialog === 'delete' && (
        <DeleteObjectiveDialog objective={open} onClose={() => go(objectives.includes(open) ? { objective: open.id } : {}, true)} />
      )}
    </div>
  )
}
