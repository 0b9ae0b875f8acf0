/** A sentence with weight inside a page or a form: the shape, the words, and perhaps a button. */
import type { ReactNode } from 'react'
import type { Severity } from '../../shared/contract/audit-filter.ts'
import { SeverityShape } from './severity.tsx'

export const Notice = ({ severity, children, alert = false }: { severity: Severity; children: ReactNode; alert?: boolean }) => (
  <div data-sev={severity} role={alert ? 'alert' : undefined} className="flex gap-2 rounded-2 bg-sev-tint px-3 py-2 forced-colors:border">
    <SeverityShape severity={severity} className="mt-1" />
    <div className="min-w-0 flex-1">{children}</div>
  </div>
)
