/** The list of entries: newest first, scrolled without end, walked by keyboard row by row. */
import { useEffect, useMemo, useState } from 'react'
import { useShortcuts } from '../../frame/shortcuts.ts'
import type { BarSpan } from '../../ui/bar-stack.ts'
import { headingPx, headPx, rowPx } from '../../ui/grid-columns.ts'
import { useToday } from '../../ui/now.ts'
import { useWalkedList } from '../../ui/use-walked-list.ts'
import { useWidth } from '../../ui/use-width.ts'
import { walkShortcuts } from '../../ui/walk-shortcuts.ts'
import { WalkedGrid } from '../../ui/walked-grid.tsx'
import { columnGrid, columns, messageRoom, narrowPx } from './entry-columns.ts'
import { DayRow, EntryRow } from './entry-row.tsx'
import { ListFoot } from './list-foot.tsx'
import { StuckDay, WaitingPill } from './list-head.tsx'
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
  const walk = useWalkedList({
    rows,
    idOf: sequenceOf,
    keyOf,
    idAttribute: 'data-sequence',
    headings: true,
    openId: openSequence,
    onOpen,
    openedScroll: 'center',
    refocusClosed: true,
  })
  useShortcuts([
    ...walkShortcuts(walk, { group: 'Audit', one: 'entry', next: 'Next, older entry', previous: 'Previous, newer entry' }),
    ...pageKeys.map(({ key, label }) => ({ keys: key, label, group: 'Audit', when: nothingFocused, run: () => walk.press(key) })),
  ])
  const { items } = walk

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
  const firstSeen = items.find((item) => item.end > offset + headPx + headingPx)?.index ?? 0
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
      <RoomContext value={room}>
        <WalkedGrid
          label="Entries of the audit log, newest first"
          columns={columns}
          columnGrid={columnGrid}
          list={walk}
          endless={hasNextPage}
          belowHead={stuckDay !== null && <StuckDay day={stuckDay} />}
          foot={<ListFoot list={list} filtered={filtered} stopped={stopped} span={span} onStop={stop} onGoOn={goOn} />}
          className="h-full [overflow-anchor:none]"
          draw={(row, place) =>
            row.kind === 'day' ? (
              <DayRow day={row.day} {...place} />
            ) : (
              <EntryRow entry={row.entry} {...place} fresh={row.entry.sequence > freshAbove} />
            )
          }
        />
      </RoomContext>
    </div>
  )
}
