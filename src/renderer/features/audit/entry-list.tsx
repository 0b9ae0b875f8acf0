/** The list of entries: newest first, scrolled without end, walked by keyboard row by row. */
import { useEffect, useMemo, useState } from 'react'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { useToday } from '../../ui/now.ts'
import { useWalkedList } from '../../ui/use-walked-list.ts'
import { columns, dayPx, headPx, rowPx } from './entry-columns.ts'
import { DayRow, EntryRow } from './entry-row.tsx'
import { ListFoot } from './list-foot.tsx'
import { ListHead, WaitingPill } from './list-head.tsx'
import { dayAt, listRows, sequenceOf, type ListRow } from './list-rows.ts'
import type { Entries } from './use-entries.ts'

interface EntryListProps {
  list: Entries
  filtered: boolean
  openSequence: number | null
  /** Opens an entry; `walking` where one comes from another, so that Back leaves the panel and not each step. */
  onOpen: (sequence: number, walking: boolean) => void
}

/** Rows below the visible ones that must be loaded, so that scrolling does not stop. */
const readAhead = 40

const keyOf = (row: ListRow) => (row.kind === 'entry' ? row.entry.sequence : `day ${row.before}`)

export const EntryList = ({ list, filtered, openSequence, onOpen }: EntryListProps) => {
  const { entries, query, freshAbove, setAtTop } = list
  const today = useToday()
  const rows = useMemo(() => listRows(entries, today), [entries, today])
  const { scroller, rowsBegin, items, ...walk } = useWalkedList({
    rows,
    idOf: sequenceOf,
    keyOf,
    idAttribute: 'data-sequence',
    headPx,
    headingPx: dayPx,
    rowPx,
    openId: openSequence,
    onOpen,
    openedScroll: 'center',
    refocusClosed: true,
  })
  useShortcuts([
    { keys: 'j', label: 'Next, older entry', group: 'Audit', run: () => walk.step(1) },
    { keys: 'k', label: 'Previous, newer entry', group: 'Audit', run: () => walk.step(-1) },
    { keys: 'Enter', label: 'Open the entry', group: 'Audit', run: () => walk.cursor !== null && walk.open(walk.cursor) },
  ])

  const [stopped, setStopped] = useState(false)
  const lastSeen = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError && !stopped && lastSeen >= rows.length - readAhead) void fetchNextPage()
  }, [hasNextPage, isFetching, isFetchNextPageError, stopped, lastSeen, rows.length, fetchNextPage])
  const stop = () => {
    setStopped(true)
    list.stopSearch()
  }
  const goOn = () => {
    setStopped(false)
    void fetchNextPage()
  }

  const offset = walk.offsetPx
  const firstSeen = items.find((item) => item.end > offset + headPx + dayPx)?.index ?? 0
  const stuckDay = offset > 0 ? dayAt(rows, firstSeen) : null
  useEffect(() => setAtTop(offset < rowPx / 2), [offset, setAtTop])

  const scrollUp = () => {
    list.release()
    walk.scrollToTop()
  }
  return (
    <div className="relative min-h-0 min-w-0 flex-1">
      <WaitingPill waiting={list.waiting} onShow={scrollUp} />
      <div ref={scroller} className="h-full overflow-auto [overflow-anchor:none]">
        <div
          role="grid"
          tabIndex={-1}
          aria-label="Entries of the audit log, newest first"
          aria-rowcount={hasNextPage ? -1 : rows.length + 1}
          aria-colcount={columns.length}
          onKeyDown={walk.press}
          onClick={walk.click}
        >
          <ListHead day={stuckDay} />
          <div ref={rowsBegin} role="rowgroup" className="relative" style={{ height: walk.totalPx }}>
            {items.map(({ index, key, start }) => {
              const row = rows[index]
              if (!row) return null
              const place = { rowIndex: index + 2, topPx: start - headPx }
              if (row.kind === 'day') return <DayRow key={key} day={row.day} {...place} />
              const { sequence } = row.entry
              return (
                <EntryRow
                  key={key}
                  entry={row.entry}
                  {...place}
                  open={sequence === openSequence}
                  tabbable={index === walk.cursorIndex}
                  fresh={sequence > freshAbove}
                />
              )
            })}
          </div>
        </div>
        <ListFoot list={list} filtered={filtered} stopped={stopped} onStop={stop} onGoOn={goOn} />
      </div>
    </div>
  )
}
