/** An entry of the log in one line that leads to it. */
import { Link } from '@tanstack/react-router'
import type { AuditEntry } from '../../shared/contract/audit-filter.ts'
import { classNames } from './class-names.ts'
import { formatCount } from './format.ts'
import { severityNames, SeverityShape } from './severity.tsx'
import { Timestamp } from './timestamp.tsx'

interface EntryLineProps {
  of: AuditEntry
  /** There is little room: all of it is told on hover. */
  tight?: boolean
}

export const EntryLine = ({ of: { sequence, atMs, severity, message, count }, tight = false }: EntryLineProps) => (
  <Link
    to="/audit"
    search={{ entry: sequence }}
    title={tight ? message : undefined}
    className={classNames('-mx-1 flex h-7 items-center rounded-1 px-1 hover:bg-hover', tight ? 'gap-2' : 'gap-3')}
  >
    <Timestamp atMs={atMs} look="list" className="flex-none text-2" />
    <SeverityShape severity={severity} className="flex-none" />
    <span className="sr-only">{severityNames[severity]}</span>
    <span className="cut">
      {count > 1 && `${formatCount(count)} × `}
      {message}
    </span>
  </Link>
)
