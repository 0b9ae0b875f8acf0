/** The faces of the alerts. */
import { Link } from '@tanstack/react-router'
import { tabSearch, type AlertTab } from './alerts-search.ts'

const names: Record<AlertTab, string> = {
  open: 'Open',
  history: 'History',
  rules: 'Rules',
  silences: 'Silences',
  'contact-points': 'Contact points',
  deliveries: 'Deliveries',
}

export const AlertTabs = ({ shown }: { shown: AlertTab }) => (
  <nav aria-label="Views of the alerts" className="inline-flex h-control flex-none rounded-2 bg-pressed p-0.5">
    {Object.entries(names).map(([tab, name]) => (
      <Link
        key={tab}
        to="/alerts"
        search={tabSearch(tab as AlertTab)}
        aria-current={tab === shown ? 'page' : undefined}
        data-chosen={tab === shown ? '' : undefined}
        className="inline-flex items-center rounded-1 px-2 text-small whitespace-nowrap text-2 hover:text-1 data-chosen:bg-surface-2 data-chosen:font-strong data-chosen:text-1 data-chosen:shadow-[0_0_0_1px_var(--hairline-strong)] forced-colors:data-chosen:outline"
      >
        {name}
      </Link>
    ))}
  </nav>
)
