/** The most pressing advice in a few lines, below the health. Nothing where there is none. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { SeverityShape, severityNames } from '../../ui/severity.tsx'
import { adviceOptions } from './advice-queries.ts'

const shown = 3

export const AdviceLine = () => {
  const advice = useQuery(adviceOptions).data?.advice ?? []
  if (advice.length === 0) return null
  return (
    <section aria-labelledby="advice-title" className="mt-4 border-t border-hairline-soft pt-3">
      <header className="mb-1 flex items-baseline">
        <h3 id="advice-title" className="text-small font-strong text-2">
          What to change
        </h3>
        <Link to="/advice" className="ml-auto text-small text-accent-text hover:underline">
          {advice.length > shown ? `All advice (${advice.length})` : 'All advice'}
        </Link>
      </header>
      <ul>
        {advice.slice(0, shown).map(({ id, title, severity }) => (
          <li key={id}>
            <Link
              to="/advice"
              search={{ advice: id }}
              className="-mx-2 flex min-h-7 items-center gap-2 rounded-2 px-2 hover:bg-hover"
              data-sev={severity}
            >
              <SeverityShape severity={severity} />
              <span className="sr-only">{severityNames[severity]}: </span>
              <span className="cut">{title}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
