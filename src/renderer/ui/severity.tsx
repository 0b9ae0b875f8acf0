/** The one scale of severity: colour, shape and word together. Outlined shapes are to be known, filled ones to be acted on. */
import type { ReactNode } from 'react'
import type { Severity } from '../../shared/contract/audit-filter.ts'
import { classNames } from './class-names.ts'

export const severityNames: Record<Severity, string> = { info: 'Info', low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' }

const shapes: Record<Severity, ReactNode> = {
  info: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  low: <rect x="1.75" y="1.75" width="8.5" height="8.5" rx="1" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  medium: <path d="M6 .5 11.5 6 6 11.5.5 6z" fill="currentColor" />,
  high: <path d="M6 .8 11.8 11.2H.2z" fill="currentColor" />,
  critical: (
    <path
      fillRule="evenodd"
      d="M3.7.5h4.6l3.2 3.2v4.6l-3.2 3.2H3.7L.5 8.3V3.7zM5.25 2.6v4h1.5v-4zm0 5.2v1.5h1.5V7.8z"
      fill="currentColor"
    />
  ),
}

/** The shape alone; the word must stand nearby. */
export const SeverityShape = ({ severity, className }: { severity: Severity; className?: string }) => (
  <svg viewBox="0 0 12 12" aria-hidden data-sev={severity} className={classNames('size-3 text-sev-fill', className)}>
    {shapes[severity]}
  </svg>
)

/** `list`: in long lists only the shape is coloured. `badge`: the state of one thing, on its tint. */
export const SeverityLabel = ({
  severity,
  look = 'list',
  children,
}: {
  severity: Severity
  look?: 'list' | 'badge'
  children?: ReactNode
}) => (
  <span
    data-sev={severity}
    className={classNames(
      'inline-flex items-center whitespace-nowrap',
      look === 'badge' ? 'h-5 gap-1 rounded-1 bg-sev-tint px-1.5 text-small text-sev' : 'gap-1.5',
    )}
  >
    <SeverityShape severity={severity} />
    {children ?? severityNames[severity]}
  </span>
)
