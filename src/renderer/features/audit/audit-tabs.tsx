/** The two faces of the log: its entries, and what they add up to. */
import { Link } from '@tanstack/react-router'

const look =
  'inline-flex items-center rounded-1 px-2 text-small whitespace-nowrap text-2 hover:text-1 data-[status=active]:bg-surface-2 ' +
  'data-[status=active]:font-strong data-[status=active]:text-1 data-[status=active]:shadow-[0_0_0_1px_var(--hairline-strong)] ' +
  'forced-colors:data-[status=active]:outline'
const exact = { exact: true, includeSearch: false }

export const AuditTabs = () => (
  <nav aria-label="Views of the log" className="inline-flex h-control flex-none rounded-2 bg-pressed p-0.5">
    <Link to="/audit" activeOptions={exact} className={look}>
      Entries
    </Link>
    <Link to="/audit/statistics" search={{ range: '24h' }} activeOptions={exact} className={look}>
      Statistics
    </Link>
  </nav>
)
