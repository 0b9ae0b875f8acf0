/** One request in one line. */
import { memo } from 'react'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatFigure } from '../../ui/figures.ts'
import { formatListTime, formatUtc } from '../../ui/format.ts'
import { useTodayMs } from '../../ui/now.ts'
import { SeverityLabel } from '../../ui/severity.tsx'
import { gatePath } from './gate-path.ts'
import { Gates } from './gates.tsx'
import { outcomeOf } from './outcome.ts'
import { columnGrid, columns } from './request-columns.ts'
import type { TrafficNames } from './traffic-names.ts'

interface RequestRowProps {
  of: RequestRecord
  names: TrafficNames
  /** 1 is the head of the table. */
  rowIndex: number
  topPx: number
  open: boolean
  /** The one row that Tab reaches. */
  tabbable: boolean
}

const [, , routeColumn, consumerColumn, sourceColumn, , , numberColumn] = columns
const millisecondsOf = (atMs: number) => `.${String(atMs % 1000).padStart(3, '0')}`

export const RequestRow = memo(({ of: request, names, rowIndex, topPx, open, tabbable }: RequestRowProps) => {
  const todayMs = useTodayMs()
  const { words, severity } = outcomeOf(request)
  const time = formatListTime(request.atMs, todayMs)
  const path = request.template ?? 'no route'
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={open}
      tabIndex={tabbable ? 0 : -1}
      data-request={request.id}
      style={{ transform: `translateY(${topPx}px)` }}
      className={classNames(
        columnGrid,
        'absolute inset-x-0 top-0 h-row border-b border-hairline-soft -outline-offset-2 hover:bg-hover',
        'aria-selected:bg-accent-tint aria-selected:shadow-[inset_2px_0_var(--accent)] forced-colors:aria-selected:outline-2 forced-colors:aria-selected:outline-[Highlight]',
      )}
    >
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
        {request.source}
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
    </div>
  )
})
