/** One line for the overview: how many alerts are open, the worst of them, and the way there. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatCounted } from '../../ui/format.ts'
import { SeverityLabel } from '../../ui/severity.tsx'
import { summaryOptions } from './alert-queries.ts'

export const AlertLine = () => {
  const summary = useQuery(summaryOptions).data
  if (!summary) return <p className="mt-3 h-6" aria-hidden />
  const { firing, pending, worst, newest } = summary
  const [first] = newest
  const open = firing + pending
  return (
    <p className="mt-3 flex h-6 items-center gap-3" data-alert-line="">
      {firing > 0 && worst !== null && (
        <SeverityLabel severity={worst} look="badge">
          {formatCounted(firing, 'alert fires', 'alerts fire')}
        </SeverityLabel>
      )}
      <Link to="/alerts" className="whitespace-nowrap text-accent-text hover:underline">
        {open === 0 ? 'No open alerts' : formatCounted(open, 'open alert', 'open alerts')}
      </Link>
      {first && (
        <span className="cut text-small text-2" title={first.sentence}>
          {first.sentence}
        </span>
      )}
    </p>
  )
}
