/** The list of entries: newest first, scrolled without end, walked by keyboard row by row. */
import { useEffect, useMemo, useState } from 'react'
import { useShortcuts } from '../../frame/shortcuts.ts'
import type { BarSpan } from '../../ui/bar-stack.ts'
import { useToday } from '../../ui/now.ts'
import { useWalkedList } from '../../ui/use-walked-list.ts'
import { useWidth } from '../../ui/use-width.ts'
import { columns, dayPx, headPx, messageRoom, narrowPx, rowPx } from './entry-columns.ts'
import { DayRow, EntryRow } from './entry-row.tsx'
import { ListFoot } from './list-foot.tsx'
import { ListHead, WaitingPill } from './list-head.tsx'
import { dayAt, listRows, sequenceOf, type ListRow } from './list-rows.ts'
import { RoomContext } from './marked.tsx'
import type { Entries } from './use-entries.ts'

interface EntryListProps {
  list: Entries
  filtered: boolean
  /** What a search goes through; null while nobody knows. */
  span: Pick<BarSpan, 'fromMs' | 'toMs'> | null
  openSequence: number | null
  /** Opens an entry; `walking` where one comes from another, so that Back leaves the panel and not each step. */
  onOpen: (sequence: number, walking: boolean) => void
}

/** Rows below the visible ones that must be loaded, so that scrolling does not stop. */
const readAhead = 80
/** Rows around the visible ones that are awake. */
const awakeAround = 60

const nothingFocused = () =>
  document.activeElement === null || document.activeElement === document.body || document.activeElement.tagName === 'MAIN'

/** The sequence at a row, or at the next one that is an entry. */
const entryNear = (rows: readonly ListRow[], index: number, direction: 1 | -1): number | null => {
  for (let at = Math.max(0, Math.min(rows.length - 1, index)); at >= 0 && at < rows.length; at += direction) {
    const row = rows[at]
    if (row?.kind === 'entry') return row.entry.sequence
  }
  return null
}

const pageKeys = [
  { key: 'PageDown', label: 'Down a page' },
  { key: 'PageUp', label: 'Up a page' },
  { key: 'Home', label: 'Newest entry' },
  { key: 'End', label: 'Oldest entry that is loaded' },
] as const

const keyOf = (row: ListRow) => (row.kind === 'entry' ? row.entry.sequence : `day ${row.before}`)

export const EntryList = ({ list, filtered, span, openSequence, onOpen }: EntryListProps) => {
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
    { keys: 'Enter', label: 'Open the entry', group: 'Audit', run: () => walk.cursorId !== null && walk.open(walk.cursorId) },
    ...pageKeys.map(({ key, label }) => ({ keys: key, label, group: 'Audit', when: nothingFocused, run: () => walk.press(key) })),
  ])

  const [stopped, setStopped] = useState(false)
  const lastSeen = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError && !stopped && lastSeen >= rows.length - readAhead) void fetchNextPage()
  }, [hasNextPage, isFetching, isFetchNextPageError, stopped, lastSeen, rows.length, fetchNextPage])
  const firstIndex = items.find(({ end }) => end > walk.offsetPx)?.index ?? 0
  const seenNewest = entryNear(rows, firstIndex - awakeAround, 1)
  const seenOldest = entryNear(rows, lastSeen + awakeAround, -1)
  const { setSeen } = list
  useEffect(() => {
    if (seenNewest !== null && seenOldest !== null) setSeen({ newest: seenNewest, oldest: seenOldest })
  }, [seenNewest, seenOldest, setSeen])
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

  const [frame, widthPx] = useWidth()
  const narrow = window.innerWidth <= narrowPx
  const room = useMemo(() => ({ characters: messageRoom(widthPx, narrow), narrow }), [widthPx, narrow])
  const scrollUp = () => {
    list.release()
    walk.scrollToTop()
  }
  return (
    <div ref={frame} className="relative min-h-0 min-w-0 flex-1">
      <WaitingPill waiting={list.waiting} onShow={scrollUp} />
      <div ref={scroller} className="h-full overflow-auto [overflow-anchor:none]">
        <div
          role="grid"
          tabIndex={-1}
          aria-label="Entries of the audit log, newest first"
          aria-rowcount={hasNextPage ? -1 : rows.length + 1}
          aria-colcount={columns.length}
          onKeyDown={walk.keyDown}
          onClick={walk.click}
        >
          <ListHead day={stuckDay} />
          <div ref={rowsBegin} role="rowgroup" className="relative" style={{ height: walk.totalPx }}>
            <RoomContext value={room}>
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
            </RoomContext>
          </div>
        </div>
        <ListFoot list={list} filtered={filtered} stopped={stopped} span={span} onStop={stop} onGoOn={goOn} />
      </div>
    </div>
  )
}
