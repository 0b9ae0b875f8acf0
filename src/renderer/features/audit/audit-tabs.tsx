/** The two faces of the log: its entries, and what they add up to. */
import { Link } from '@tanstack/react-router'
import { tabLink, TabLinks } from '../../ui/tab-links.tsx'

export const AuditTabs = () => (
  <TabLinks label="Views of the log">
    <Link to="/audit" {...tabLink}>
      Entries
    </Link>
    <Link to="/audit/statistics" search={{ range: '24h' }} {...tabLink}>
      Statistics
    </Link>
  </TabLinks>
)
