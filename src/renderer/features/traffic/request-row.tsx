/** One request in one line. */
import { memo } from 'react'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatFigure } from '../../ui/figures.ts'
import { formatListTime, formatUtc } from '../../ui/format.ts'
import { useTodayMs } from '../../ui/now.ts'
import { SeverityLabel } from '../../ui/severity.tsx'
import { WalkedRow, type RowPlace } from '../../ui/walked-row.tsx'
import { gatePath } from './gate-path.ts'
import { Gates } from './gates.tsx'
import { outcomeOf } from './outcome.ts'
import { columnGrid, columns } from './request-columns.ts'
import type { TrafficNames } from './traffic-names.ts'

interface RequestRowProps extends RowPlace {
  of: RequestRecord
  names: TrafficNames
}

const [, , routeColumn, consumerColumn, sourceColumn, , , numberColumn] = columns
const millisecondsOf = (atMs: number) => `.${String(atMs % 1000).padStart(3, '0')}`

export const RequestRow = memo(({ of: request, names, ...place }: RequestRowProps) => {
  const todayMs = useTodayMs()
  const { words, severity } = outcomeOf(request)
  const time = formatListTime(request.atMs, todayMs)
  const path = request.template ?? 'no route'
  return (
    <WalkedRow {...place} columnGrid={columnGrid} data-request={request.id}>
      <span role="gridcell" className="cut text-2" title={formatUtc(request.atMs)}>
        {time}
        {!time.includes(',') && millisecondsOf(request.atMs)}
      </span>
      <span role="gridcell" className="cut font-mono text-code" title={`${request.method} ${path}`}>
        <span className="text-2">{request.method}</span> <span className={request.template === null ? 'text-3' : undefined}>{path}</span>
      </span>
      <span role="gridcell" className={classNames(routeColumn.className, 'cut text-2')}>
        {request.route === null ? '—' : names.route(request.route)}
      </span>
      <span role="gridcell" className={classNames(consumerColumn.className, 'cut', request.consumer === null && 'text-3')}>
        {request.consumer === null ? 'nobody' : names.consumer(request.consumer)}
      </span>
      <span role="gridcell" className={classNames(sourceColumn.className, 'cut font-mono text-code text-2')} title={request.source}>
        {request.triedBy === null ? request.source : <span className="font-sans text-small">tried by {request.triedBy}</span>}
      </span>
      <span role="gridcell">
        <Gates path={gatePath(request)} severity={severity} />
      </span>
      <span role="gridcell" className="flex min-w-0" title={words}>
        {severity === null ? <span className="cut text-2">{words}</span> : <SeverityLabel severity={severity}>{words}</SeverityLabel>}
      </span>
      <span role="gridcell" className={numberColumn.className}>
        {request.status === 0 ? '—' : request.status}
      </span>
      <span role="gridcell" className={numberColumn.className}>
        {formatFigure(request.tookMs, { unit: 'ms' })}
      </span>
    </WalkedRow>
  )
})
