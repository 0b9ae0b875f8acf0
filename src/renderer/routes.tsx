/** The pages and their addresses. What a page shows is in its address, so that it can be bookmarked and Back works. */
import { createRootRoute, createRoute, createRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { describeProblem } from './api/describe-problem.ts'
import { onDesktop } from './api/host.ts'
import { AccountPage } from './features/account/account.page.tsx'
import { AdvicePage } from './features/advice/advice.page.tsx'
import { readAdviceSearch } from './features/advice/advice-search.ts'
import { AlertsPage } from './features/alerts/alerts.page.tsx'
import { readAlertsSearch } from './features/alerts/alerts-search.ts'
import { AlertsBell } from './features/alerts/alerts-bell.tsx'
import { AuditPage } from './features/audit/audit.page.tsx'
import { readAuditSearch } from './features/audit/audit-search.ts'
import { ExportsStrip } from './features/audit/exports-strip.tsx'
import { SavedFilterCommands } from './features/audit/saved-filter-commands.ts'
import { StatisticsPage } from './features/audit/statistics.page.tsx'
import { BackupPage } from './features/backup/backup.page.tsx'
import { readRestoreSearch } from './features/backup/restore-search.ts'
import { RestorePage } from './features/backup/restore.page.tsx'
import { DashboardsPage } from './features/dashboards/dashboards.page.tsx'
import { readDashboardsSearch, readExploreSearch } from './features/dashboards/dashboards-search.ts'
import { ExplorePage } from './features/dashboards/explore.page.tsx'
import { DatabasesPage } from './features/databases/databases.page.tsx'
import { readDatabasesSearch } from './features/databases/databases-search.ts'
import { ForwardingPage } from './features/forwarding/forwarding.page.tsx'
import { readConsumersSearch } from './features/guard/consumers-search.ts'
import { ConsumersPage } from './features/guard/consumers.page.tsx'
import { readLimitsSearch } from './features/guard/limits-search.ts'
import { LimitsPage } from './features/guard/limits.page.tsx'
import { readPolicySearch } from './features/guard/policy-search.ts'
import { PolicyPage } from './features/guard/policy.page.tsx'
import { readRoutesSearch } from './features/guard/routes-search.ts'
import { RoutesPage } from './features/guard/routes.page.tsx'
import { IncidentsPage } from './features/incidents/incidents.page.tsx'
import { readIncidentsSearch } from './features/incidents/incidents-search.ts'
import { MetricsPage } from './features/metrics/metrics.page.tsx'
import { readMetricsSearch } from './features/metrics/metrics-search.ts'
import { ObjectivesPage } from './features/objectives/objectives.page.tsx'
import { readObjectivesSearch } from './features/objectives/objectives-search.ts'
import { OverviewPage } from './features/overview/overview.page.tsx'
import { SettingsPage } from './features/settings/settings.page.tsx'
import { readSettingsSearch } from './features/settings/settings-search.ts'
import { ApiPage } from './features/tokens/api.page.tsx'
import { readApiSearch } from './features/tokens/api-search.ts'
import { TrafficPage } from './features/traffic/traffic.page.tsx'
import { readTrafficSearch } from './features/traffic/traffic-search.ts'
import { InvitationsPage } from './features/users/invitations.page.tsx'
import { RolesPage } from './features/users/roles.page.tsx'
import { UsersPage } from './features/users/users.page.tsx'
import { readUsersSearch } from './features/users/users-search.ts'
import { VaultPage } from './features/vault/vault.page.tsx'
import { readVaultSearch } from './features/vault/vault-search.ts'
import { featureCommands } from './feature-commands.ts'
import { parseSearch, stringifySearch } from './frame/address-search.ts'
import { DesktopMessagesSwitch } from './frame/desktop-messages.tsx'
import { Frame } from './frame/frame.tsx'
import { readTimeSearch } from './ui/time-range.ts'
import { EmptyState, ErrorState } from './ui/view-state.tsx'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** In the top bar and the window's title. */
    title?: string
    /** Shows the switch between live and paused. */
    live?: boolean
    /** Shows the time range that its charts share. */
    range?: boolean
  }
  interface Register {
    router: typeof router
  }
}

const rootRoute = createRootRoute({
  component: () => (
    <>
      <SavedFilterCommands />
      <Frame featureCommands={featureCommands} inTopBar={<AlertsBell />} underPage={<ExportsStrip />} />
    </>
  ),
})

const overview = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: readTimeSearch,
  component: OverviewPage,
  staticData: { title: 'Overview', live: true, range: true },
})
const traffic = createRoute({
  getParentRoute: () => rootRoute,
  path: '/traffic',
  validateSearch: readTrafficSearch,
  component: TrafficPage,
  staticData: { title: 'Traffic', live: true, range: true },
})
const metrics = createRoute({
  getParentRoute: () => rootRoute,
  path: '/metrics',
  validateSearch: readMetricsSearch,
  component: MetricsPage,
  staticData: { title: 'Metrics', live: true, range: true },
})
const databases = createRoute({
  getParentRoute: () => rootRoute,
  path: '/metrics/database',
  validateSearch: readDatabasesSearch,
  component: DatabasesPage,
  staticData: { title: 'Metrics', live: true },
})
const alerts = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts',
  validateSearch: readAlertsSearch,
  component: () => <AlertsPage desktopSwitch={onDesktop ? null : <DesktopMessagesSwitch />} />,
  staticData: { title: 'Alerts', live: true },
})
const incidents = createRoute({
  getParentRoute: () => rootRoute,
  path: '/incidents',
  validateSearch: readIncidentsSearch,
  component: IncidentsPage,
  staticData: { title: 'Incidents', live: true },
})
const dashboards = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dashboards',
  validateSearch: readDashboardsSearch,
  component: DashboardsPage,
  staticData: { title: 'Dashboards', live: true, range: true },
})
const explore = createRoute({
  getParentRoute: () => rootRoute,
  path: '/explore',
  validateSearch: readExploreSearch,
  component: ExplorePage,
  staticData: { title: 'Explore', live: true, range: true },
})
const advice = createRoute({
  getParentRoute: () => rootRoute,
  path: '/advice',
  validateSearch: readAdviceSearch,
  component: AdvicePage,
  staticData: { title: 'Advice' },
})
const objectives = createRoute({
  getParentRoute: () => rootRoute,
  path: '/objectives',
  validateSearch: readObjectivesSearch,
  component: ObjectivesPage,
  staticData: { title: 'Objectives', live: true },
})
const audit = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: AuditPage,
  staticData: { title: 'Audit', live: true },
})
const auditStatistics = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit/statistics',
  validateSearch: readTimeSearch,
  component: StatisticsPage,
  staticData: { title: 'Audit', live: true, range: true },
})
const vault = createRoute({
  getParentRoute: () => rootRoute,
  path: '/vault',
  validateSearch: readVaultSearch,
  component: VaultPage,
  staticData: { title: 'Vault' },
})
const routes = createRoute({
  getParentRoute: () => rootRoute,
  path: '/routes',
  validateSearch: readRoutesSearch,
  component: RoutesPage,
  staticData: { title: 'Routes', live: true },
})
const limits = createRoute({
  getParentRoute: () => rootRoute,
  path: '/limits',
  validateSearch: readLimitsSearch,
  component: LimitsPage,
  staticData: { title: 'Limits', live: true },
})
const consumers = createRoute({
  getParentRoute: () => rootRoute,
  path: '/consumers',
  validateSearch: readConsumersSearch,
  component: ConsumersPage,
  staticData: { title: 'Consumers', live: true },
})
const policy = createRoute({
  getParentRoute: () => rootRoute,
  path: '/policy',
  validateSearch: readPolicySearch,
  component: PolicyPage,
  staticData: { title: 'Policy', live: true },
})
const users = createRoute({
  getParentRoute: () => rootRoute,
  path: '/users',
  validateSearch: readUsersSearch,
  component: UsersPage,
  staticData: { title: 'Users' },
})
const invitations = createRoute({
  getParentRoute: () => rootRoute,
  path: '/users/invitations',
  component: InvitationsPage,
  staticData: { title: 'Users' },
})
const roles = createRoute({ getParentRoute: () => rootRoute, path: '/users/roles', component: RolesPage, staticData: { title: 'Users' } })
const account = createRoute({ getParentRoute: () => rootRoute, path: '/account', component: AccountPage, staticData: { title: 'Account' } })
const apiDocs = createRoute({
  getParentRoute: () => rootRoute,
  path: '/api-docs',
  validateSearch: readApiSearch,
  component: ApiPage,
  staticData: { title: 'API' },
})
const settings = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  validateSearch: readSettingsSearch,
  component: SettingsPage,
  staticData: { title: 'Settings' },
})

const forwarding = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/forwarding',
  component: ForwardingPage,
  staticData: { title: 'Forwarding' },
})

const backup = createRoute({ getParentRoute: () => rootRoute, path: '/backup', component: BackupPage, staticData: { title: 'Backup' } })
const restore = createRoute({
  getParentRoute: () => rootRoute,
  path: '/backup/restore',
  validateSearch: readRestoreSearch,
  component: RestorePage,
  staticData: { title: 'Backup' },
})

const PageFailed = ({ error, reset }: ErrorComponentProps) => <ErrorState problem={describeProblem(error)} onRetry={reset} />
const NoSuchPage = () => (
  <EmptyState
    icon={<Compass aria-hidden />}
    title="There is no such page"
    text="The address may be old or mistyped. The pages are in the list at the left."
  />
)

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    routes,
    limits,
    consumers,
    policy,
    overview,
    traffic,
    metrics,
    databases,
    alerts,
    incidents,
    objectives,
    advice,
    dashboards,
    explore,
    vault,
    audit,
    auditStatistics,
    users,
    invitations,
    roles,
    account,
    apiDocs,
    settings,
    forwarding,
    backup,
    restore,
  ]),
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: NoSuchPage,
  parseSearch,
  stringifySearch,
  defaultPreload: false,
  scrollRestoration: false,
})
