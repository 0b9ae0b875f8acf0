/** Routes: which requests the guard takes, and where it sends them. The open route and dialog stand in the address. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { FlaskConical, History, Plus, ShieldOff, Waypoints } from 'lucide-react'
import { useMay } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useCommands } from '../../frame/commands.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/view-state.tsx'
import { AddServiceDialog } from './add-service.dialog.tsx'
import { DeleteRouteDialog } from './delete-route.dialog.tsx'
import { editOrTell } from './guard-acts.ts'
import { GuardBar } from './guard-bar.tsx'
import { useFollowGuard, useGuardState, usePolicy } from './guard-queries.ts'
import { HistoryDialog } from './history.dialog.tsx'
import { ReadersOfGuard } from './policy-section.tsx'
import { RouteList } from './route-list.tsx'
import { RoutePanel } from './route-panel.tsx'
import { RouteDialog } from './route.dialog.tsx'
import type { RoutesSearch } from './routes-search.ts'
import { TryAtRoutes } from './try-at-routes.tsx'
import { UpstreamDialog } from './upstream.dialog.tsx'

export const RoutesPage = () => (
  <ReadersOfGuard name="routes">
    <Routes />
  </ReadersOfGuard>
)

const Waiting = () => (
  <Loading label="Loading the routes">
    {Array.from({ length: 6 }, (_, row) => (
      <div key={row} className="flex h-row items-center gap-4 border-b border-hairline-soft px-4">
        <Skeleton className="w-40" />
        <Skeleton className="w-56" />
      </div>
    ))}
  </Loading>
)

const Routes = () => {
  useFollowGuard()
  const search = useSearch({ from: '/routes' })
  const navigate = useNavigate({ from: '/routes' })
  const mayWrite = useMay('guard:write')
  const query = usePolicy()
  const state = useGuardState().data
  const policy = query.data
  const go = (next: RoutesSearch, replace = false) => void navigate({ search: next, replace, resetScroll: false })
  const openDialog = (dialog: NonNullable<RoutesSearch['dialog']>) => go({ ...search, dialog })
  const closeDialog = () => go(search.route === undefined ? {} : { route: search.route }, true)
  const route = policy?.routes.find(({ id }) => id === search.route)
  const upstream = policy?.upstreams.find(({ id }) => id === route?.upstream)
  const setPassThrough = (on: boolean) =>
    policy &&
    editOrTell(
      policy.revision,
      [{ kind: 'set-pass-through', on }],
      on ? 'Pass-through is on: the guard refuses nothing' : 'Pass-through is off: the guard decides again',
      'Pass-through was not switched',
    )
  useCommands(
    mayWrite && policy
      ? [
          {
            id: 'routes pass-through',
            group: 'On this page',
            label: policy.passThrough ? 'Turn pass-through off' : 'Turn pass-through on',
            words: 'disable decisions emergency',
            icon: ShieldOff,
            needs: 'guard:write',
            run: () => setPassThrough(!policy.passThrough),
          },
        ]
      : [],
  )
  const add = mayWrite && (
    <Button look={policy && policy.routes.length > 0 ? 'plain' : 'primary'} onClick={() => openDialog('add')}>
      <Plus aria-hidden />
      Add service
    </Button>
  )
  const content = () => {
    if (query.isPending) return <Waiting />
    if (!policy)
      return <ErrorState title="The routes could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
    if (policy.routes.length === 0)
      return (
        <EmptyState
          icon={<Waypoints aria-hidden />}
          title="Put a service behind the guard"
          text="Say where your service listens and on which port callers come. From then on you see who calls what and how fast, and can say who may and how often."
          action={add}
        />
      )
    return <RouteList policy={policy} state={state} openId={search.route ?? null} onOpen={(id, walking) => go({ route: id }, walking)} />
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <GuardBar>
        {policy && policy.routes.length > 0 && (
          <Button onClick={() => openDialog('try')}>
            <FlaskConical aria-hidden />
            Try a request…
          </Button>
        )}
        {policy && policy.routes.length > 0 && add}
        {policy && policy.revision > 0 && (
          <Menu
            trigger={
              <IconButton name="More about the policy">
                <History aria-hidden />
              </IconButton>
            }
          >
            <MenuItem icon={<History aria-hidden />} onSelect={() => openDialog('history')}>
              Changes of the policy…
            </MenuItem>
            {mayWrite && (
              <MenuItem icon={<ShieldOff aria-hidden />} onSelect={() => setPassThrough(!policy.passThrough)}>
                {policy.passThrough ? 'Turn pass-through off' : 'Turn pass-through on'}
              </MenuItem>
            )}
          </Menu>
        )}
      </GuardBar>
      <div className="relative flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">{content()}</div>
        {policy && route && (
          <RoutePanel
            policy={policy}
            route={route}
            state={state}
            onChange={() => openDialog('change')}
            onChangeUpstream={() => openDialog('targets')}
            onTry={() => openDialog('try')}
            onDelete={() => openDialog('delete')}
            onClose={() => go({})}
          />
        )}
      </div>
      {policy && mayWrite && search.dialog === 'add' && (
        <AddServiceDialog policy={policy} off={state?.process.kind === 'off'} onClose={closeDialog} />
      )}
      {policy && mayWrite && route && search.dialog === 'change' && (
        <RouteDialog key={route.id} policy={policy} route={route} onClose={closeDialog} />
      )}
      {policy && mayWrite && upstream && search.dialog === 'targets' && (
        <UpstreamDialog key={upstream.id} policy={policy} upstream={upstream} onClose={closeDialog} />
      )}
      {policy && mayWrite && route && search.dialog === 'delete' && (
        <DeleteRouteDialog policy={policy} route={route} onClose={() => go({}, true)} />
      )}
      {policy && search.dialog === 'try' && (
        <TryAtRoutes policy={policy} route={route} request={search.request ?? null} onClose={closeDialog} />
      )}
      {policy && search.dialog === 'history' && <HistoryDialog revision={policy.revision} onClose={closeDialog} />}
    </div>
  )
}
