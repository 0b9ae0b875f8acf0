/** One incident in one line. */
import type { Incident } from '../../../shared/contract/incidents.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatCount, formatRelative, formatUtc } from '../../ui/format.ts'
import { useNowMs } from '../../ui/now.ts'
import { SeverityLabel } from '../../ui/severity.tsx'
import { WalkedRow, type RowPlace } from '../../ui/walked-row.tsx'
import { columnGrid, columns } from './incident-columns.ts'

interface IncidentRowProps extends RowPlace {
  of: Incident
  /** Whether closed ones stand beside open ones, so that their state must be told. */
  mixed: boolean
}

const [numberColumn, , , sourceColumn, eventsColumn] = columns

export const IncidentRow = ({ of: incident, mixed, ...place }: IncidentRowProps) => {
  const nowMs = useNowMs()
  const closed = incident.state === 'closed'
  return (
    <WalkedRow {...place} columnGrid={columnGrid} data-incident={incident.id}>
      <span role="gridcell" className={classNames(numberColumn.className, 'text-2')}>
        {formatCount(incident.number)}
      </span>
      <span role="gridcell" className="flex">
        <SeverityLabel severity={incident.severity} />
      </span>
      <span role="gridcell" className={classNames('flex min-w-0 items-center gap-2', closed && 'text-2')}>
        <span className="cut" title={incident.title}>
          {incident.title}
        </span>
        {mixed && closed && <span className="flex-none text-small text-3">Closed</span>}
      </span>
      <span role="gridcell" className={classNames(sourceColumn.className, 'cut font-mono text-code text-2')} title={incident.source}>
        {incident.source}
      </span>
      <span role="gridcell" className={eventsColumn.className}>
        {formatCount(incident.events)}
      </span>
      <span role="gridcell" className="cut text-2" title={formatUtc(incident.lastAtMs)}>
        {formatRelative(Math.min(incident.lastAtMs, nowMs), nowMs)}
      </span>
      <span role="gridcell" className={classNames('cut', incident.assignee === null && 'text-3')}>
        {incident.assignee?.name ?? 'Nobody'}
      </span>
    </WalkedRow>
  )
}
