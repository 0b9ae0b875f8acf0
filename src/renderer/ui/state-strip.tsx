/** One line for the whole window: what is not well, its consequence, and the button that mends it. */
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Severity } from '../../shared/contract/audit-filter.ts'
import { SeverityShape, severityNames } from './severity.tsx'

interface StateStripProps {
  severity: Severity
  title: string
  children: ReactNode
  action?: { label: string; run: () => void; busy?: boolean } | null
  /** For what one may know and leave as it is. */
  onDismiss?: () => void
}

export const StateStrip = ({ severity, title, children, action, onDismiss }: StateStripProps) => (
  <div
    role="status"
    data-sev={severity}
    className="flex min-h-9 flex-none items-center gap-2 border-b border-hairline bg-sev-tint px-4 py-1.5"
  >
    <SeverityShape severity={severity} />
    <span className="sr-only">{severityNames[severity]}:</span>
    <p className="min-w-0 flex-1">
      <strong className="font-strong">{title}</strong> {children}
    </p>
    {action && (
      <button
        type="button"
        onClick={action.busy ? undefined : action.run}
        aria-disabled={action.busy}
        aria-busy={action.busy}
        className="h-6 flex-none rounded-2 border border-sev px-2.5 hover:bg-hover aria-disabled:text-3"
      >
        {action.label}
      </button>
    )}
    {onDismiss && (
      <button
        type="button"
        aria-label="Dismiss"
        onClick={onDismiss}
        className="grid size-6 flex-none place-items-center rounded-1 text-2 hover:bg-hover hover:text-1"
      >
        <X aria-hidden />
      </button>
    )}
  </div>
)
