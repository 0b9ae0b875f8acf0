/** One entry in one line, and the line that names a day. */
import { memo, useContext } from 'react'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatClock, formatCount, formatUtc } from '../../ui/format.ts'
import { SeverityLabel } from '../../ui/severity.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { HeadingRow, WalkedRow, type RowPlace } from '../../ui/walked-row.tsx'
import { columnGrid, columns, wideOnly } from './entry-columns.ts'
import { isLoaded, type ListedEntry } from './entry-pages.ts'
import { hitElsewhere } from './hit-elsewhere.ts'
import { Marked, RoomContext, RunsContext } from './marked.tsx'
import { outcomeNames } from './outcome-names.ts'

interface EntryRowProps extends RowPlace {
  entry: ListedEntry
  fresh: boolean
}

const Message = ({ entry }: { entry: AuditEntry }) => {
  const elsewhere = hitElsewhere(entry, useContext(RunsContext), useContext(RoomContext).narrow)
  return (
    <span role="gridcell" className="flex min-w-0 gap-2">
      <span className="cut min-w-0">
        {entry.count > 1 && <span className="text-2">{formatCount(entry.count)} × </span>}
        <Marked text={entry.message} inLine />
      </span>
      {elsewhere && (
        <span className="cut max-w-[60%] flex-none text-2">
          {elsewhere.field}
          {elsewhere.text !== null && (
            <>
              {' '}
              <Marked text={elsewhere.text} />
            </>
          )}
        </span>
      )}
    </span>
  )
}

const EntryCells = ({ entry }: { entry: AuditEntry }) => (
  <>
    <span role="gridcell" className="flex">
      <SeverityLabel severity={entry.severity} />
    </span>
    <span role="gridcell" className="cut font-mono text-code">
      <Marked text={entry.action} />
    </span>
    <span role="gridcell" className={classNames('cut', wideOnly)}>
      <Marked text={entry.actor.name} />
    </span>
    <Message entry={entry} />
    <span role="gridcell" className={entry.outcome === 'done' ? 'text-2' : 'font-strong'}>
      {outcomeNames[entry.outcome]}
    </span>
  </>
)

/** Far from what was seen it was let go; it is being read again. */
const RestingCells = () => (
  <>
    {['w-16', 'w-28', 'w-16', 'w-3/4', 'w-10'].map((width, column) => (
      <span key={column} role="gridcell" className={column === 2 ? wideOnly : undefined}>
        <Skeleton className={width} />
      </span>
    ))}
  </>
)

export const EntryRow = memo(({ entry, fresh, ...place }: EntryRowProps) => (
  <WalkedRow {...place} columnGrid={columnGrid} data-sequence={entry.sequence} className={fresh && 'animate-arrive'}>
    <span role="gridcell" className={classNames('text-2', wideOnly)}>
      {formatCount(entry.sequence)}
    </span>
    <span role="gridcell">
      <time dateTime={new Date(entry.atMs).toISOString()} title={formatUtc(entry.atMs)}>
        {formatClock(entry.atMs)}
      </time>
    </span>
    {isLoaded(entry) ? <EntryCells entry={entry} /> : <RestingCells />}
  </WalkedRow>
))
EntryRow.displayName = 'EntryRow'

export const DayRow = ({ day, ...place }: RowPlace & { day: string }) => (
  <HeadingRow {...place} columnCount={columns.length} className="text-small font-strong">
    {day}
  </HeadingRow>
)
