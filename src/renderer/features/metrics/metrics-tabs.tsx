/** The two faces of the metrics: what is measured over time, and the databases looked into. */
import { Link } from '@tanstack/react-router'
import { tabLink, TabLinks } from '../../ui/tab-links.tsx'

export const MetricsTabs = () => (
  <TabLinks label="Views of the metrics">
    <Link to="/metrics" {...tabLink}>
      Charts
    </Link>
    <Link to="/metrics/database" {...tabLink}>
      Databases
    </Link>
  </TabLinks>
)
