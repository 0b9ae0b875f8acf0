/** The list of entries: newest first, scrolled without end, walked by keyboard row by row. */
import { useVirtualizer, defaultRangeExtractor, type Range } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { useToday } from '../../ui/now.ts'
import { columns, dayPx, headPx, rowPx } from './entry-columns.ts'
import { DayRow, EntryRow } from './entry-row.tsx'
import { ListFoot } from './list-foot.tsx'
import { ListHead, WaitingPill } from './list-head.tsx'
import { dayAt, listRows, nextEntryIndex } from './list-rows.ts'
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
const pageRows = 15

const focusRow = (rows: HTMLElement | null, sequence: number | null) =>
  rows?.querySelector<HTMLElement>(`[data-sequence="${sequence}"]`)?.focus({ preventScroll: true })

export const EntryList = ({ list, filtered, openSequence, onOpen }: EntryListProps) => {
  const { entries, query, freshAbove, setAtTop } = list
  const today = useToday()
  const rows = useMemo(() => listRows(entries, today), [entries, today])
  const indexOf = useMemo(() => new Map(rows.map((row, index) => [row.kind === 'entry' ? row.entry.sequence : -index, index])), [rows])

  const [cursor, setCursor] = useState<number | null>(openSequence)
  const cursorIndex = (cursor === null ? undefined : indexOf.get(cursor)) ?? nextEntryIndex(rows, -1, 1)
  const [stopped, setStopped] = useState(false)

  const scroller = useRef<HTMLDivElement>(null)
  const rowsBegin = useRef<HTMLDivElement>(null)
  const rangeExtractor = useCallback(
    (range: Range) => {
      const seen = defaultRangeExtractor(range)
      // The row that Tab reaches must exist even where it is scrolled away.
      return cursorIndex < 0 || seen.includes(cursorIndex) ? seen : [cursorIndex, ...seen].toSorted((a, b) => a - b)
    },
    [cursorIndex],
  )
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised on the virtualizer's answers
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'day' ? dayPx : rowPx),
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? index : row.kind === 'entry' ? row.entry.sequence : `day ${row.before}`
    },
    overscan: 12,
    scrollMargin: headPx,
    scrollPaddingStart: headPx + dayPx,
    rangeExtractor,
  })
  const measured = useRef(rows)
  useLayoutEffect(() => {
    // Sizes follow from the kind of row; a changed list is measured anew.
    if (measured.current !== rows) virtualizer.measure()
    measured.current = rows
  }, [rows, virtualizer])

  const items = virtualizer.getVirtualItems()
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

  const wantsFocus = useRef(false)
  const walkTo = useCallback(
    (index: number) => {
      const row = rows[index]
      if (row?.kind !== 'entry') return
      wantsFocus.current = true
      setCursor(row.entry.sequence)
      virtualizer.scrollToIndex(index, { align: 'auto' })
      if (openSequence !== null) onOpen(row.entry.sequence, true)
    },
    [rows, virtualizer, openSequence, onOpen],
  )
  useLayoutEffect(() => {
    if (!wantsFocus.current || cursor === null) return
    wantsFocus.current = false
    focusRow(rowsBegin.current, cursor)
  }, [cursor, items])

  // The open entry is where the keyboard goes on, and is seen where the list holds it; closed, it has the focus again.
  const shownOpen = useRef<number | null>(null)
  useEffect(() => {
    if (openSequence === shownOpen.current) return
    if (openSequence === null) {
      shownOpen.current = null
      if (document.activeElement === document.body) focusRow(rowsBegin.current, cursor)
      return
    }
    const index = indexOf.get(openSequence)
    if (index === undefined) return
    shownOpen.current = openSequence
    setCursor(openSequence)
    const { range } = virtualizer
    if (!range || index <= range.startIndex || index >= range.endIndex) virtualizer.scrollToIndex(index, { align: 'center' })
  }, [openSequence, indexOf, virtualizer, cursor])

  const step = (direction: 1 | -1, times = 1) => {
    // Nothing focused and nothing open yet: the first step lands on the row that Tab would reach.
    const begun = openSequence !== null || rowsBegin.current?.contains(document.activeElement)
    let index = cursorIndex
    for (let at = 0; at < (begun ? times : 0); at += 1) index = nextEntryIndex(rows, index, direction)
    walkTo(index)
  }
  useShortcuts([
    { keys: 'j', label: 'Next, older entry', group: 'Audit', run: () => step(1) },
    { keys: 'k', label: 'Previous, newer entry', group: 'Audit', run: () => step(-1) },
    { keys: 'Enter', label: 'Open the entry', group: 'Audit', run: () => cursor !== null && onOpen(cursor, openSequence !== null) },
  ])
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const acts: Record<string, () => void> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      PageDown: () => step(1, pageRows),
      PageUp: () => step(-1, pageRows),
      Home: () => walkTo(nextEntryIndex(rows, -1, 1)),
      End: () => walkTo(nextEntryIndex(rows, rows.length, -1)),
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  const click = (event: MouseEvent) => {
    const row = event.target instanceof Element && event.target.closest<HTMLElement>('[data-sequence]')
    if (!row) return
    const sequence = Number(row.dataset['sequence'])
    setCursor(sequence)
    onOpen(sequence, openSequence !== null)
  }

  const offset = virtualizer.scrollOffset ?? 0
  const firstSeen = items.find((item) => item.end > offset + headPx + dayPx)?.index ?? 0
  const stuckDay = offset > 0 ? dayAt(rows, firstSeen) : null
  useEffect(() => setAtTop(offset < rowPx / 2), [offset, setAtTop])

  const scrollUp = () => {
    list.release()
    virtualizer.scrollToOffset(0)
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
          onKeyDown={press}
          onClick={click}
        >
          <ListHead day={stuckDay} />
          <div ref={rowsBegin} role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
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
                  tabbable={index === cursorIndex}
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
