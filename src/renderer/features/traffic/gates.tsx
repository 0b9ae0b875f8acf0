/** The gate path in one line: a square let through, a tall bar where it was stopped, a dot never reached. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { pathWords, type Gate } from './gate-path.ts'

const stepPx = 9

export const Gates = ({ path, severity }: { path: readonly Gate[]; severity: Severity | null }) => (
  <svg
    role="img"
    aria-label={pathWords(path)}
    data-sev={severity ?? undefined}
    width={path.length * stepPx}
    height="12"
    viewBox={`0 0 ${path.length * stepPx} 12`}
    className="block max-w-full"
  >
    {path.map(({ name, kind }, at) => {
      const x = at * stepPx
      if (kind === 'stopped') return <rect key={name} x={x + 1} width="4" height="12" rx="1" className="fill-sev-fill" />
      if (kind === 'never') return <rect key={name} x={x + 2} y="5" width="2" height="2" className="fill-hairline-strong" />
      return <rect key={name} x={x} y="3" width="6" height="6" rx="1" className="fill-current text-3" />
    })}
  </svg>
)
