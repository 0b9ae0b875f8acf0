/** A long list of which only what is seen is drawn, walked by keyboard row by row; the open row is where the walk goes on. */
import { defaultRangeExtractor, useVirtualizer, type Range, type VirtualItem } from '@tanstack/react-virtual'
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react'
import { headingPx, headPx, rowPx } from './grid-columns.ts'
import type { RowPlace } from './walked-row.tsx'
import { nextWalked, walkFrom, walkKeys, withCursor, type Walk } from './walked-rows.ts'

interface WalkedListOptions<Row, Id extends string | number> {
  /** A new array means that sizes are measured anew. */
  rows: readonly Row[]
  /** null: a heading, which is not walked to. The same function at each call. */
  idOf: (row: Row) => Id | null
  /** Tells the rows apart, headings too. */
  keyOf: (row: Row) => string | number
  /** Where a row carries its id, as `data-key`. */
  idAttribute: `data-${string}`
  /** Headings stand between the rows. */
  headings?: boolean
  /** Where it is not that of any row. */
  heightPx?: number
  openId: Id | null
  /** `walking` where one row comes from another, so that Back leaves the panel and not each step. */
  onOpen: (id: Id, walking: boolean) => void
  /** How a row that was opened from elsewhere comes into view. */
  openedScroll: 'nearest' | 'center'
  /** The row that was open has the focus again, where closing has left it nowhere. */
  refocusClosed: boolean
}

export interface WalkedList<Row, Id> {
  scroller: RefObject<HTMLDivElement | null>
  rowsBegin: RefObject<HTMLDivElement | null>
  items: VirtualItem[]
  /** What is drawn of the rows. */
  shown: readonly { key: VirtualItem['key']; row: Row; place: RowPlace }[]
  rowCount: number
  totalPx: number
  offsetPx: number
  /** One is open beside the list. */
  beside: boolean
  scrollToTop: () => void
  /** The row that was walked to or opened last, even where the list holds it no more. */
  cursor: Id | null
  /** The row that Tab reaches; -1 and null where there is none. */
  cursorIndex: number
  cursorId: Id | null
  step: (direction: 1 | -1) => void
  open: (id: Id) => void
  /** For the grid. */
  keyDown: (event: KeyboardEvent) => void
  /** What a key does that was pressed elsewhere; nothing where it is none of the list's. */
  press: (key: string) => void
  click: (event: MouseEvent) => void
}

export const useWalkedList = <Row, Id extends string | number>(options: WalkedListOptions<Row, Id>): WalkedList<Row, Id> => {
  const { rows, idOf, keyOf, idAttribute, headings = false, heightPx = rowPx, openId, onOpen, openedScroll, refocusClosed } = options
  const ids = useMemo(() => rows.map(idOf), [rows, idOf])
  const indexOf = useMemo(() => new Map(ids.map((id, index) => [id, index])), [ids])
  const [cursor, setCursor] = useState<Id | null>(openId)
  const cursorIndex = (cursor === null ? undefined : indexOf.get(cursor)) ?? nextWalked(ids, -1, 1)

  const scroller = useRef<HTMLDivElement>(null)
  const rowsBegin = useRef<HTMLDivElement>(null)
  // The row that Tab reaches must exist even where it is scrolled away.
  const rangeExtractor = useCallback((range: Range) => withCursor(defaultRangeExtractor(range), cursorIndex), [cursorIndex])
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised on the virtualizer's answers
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (ids[index] === null ? headingPx : heightPx),
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? index : keyOf(row)
    },
    overscan: 12,
    scrollMargin: headPx,
    // The head stays at the top of the scroller, over the rows, and the heading of those that are seen below it.
    scrollPaddingStart: headPx + (headings ? headingPx : 0),
    rangeExtractor,
  })
  const measured = useRef(rows)
  useLayoutEffect(() => {
    // Sizes follow from the kind of row; a changed list is measured anew.
    if (measured.current !== rows) virtualizer.measure()
    measured.current = rows
  }, [rows, virtualizer])
  const items = virtualizer.getVirtualItems()

  const focusRow = useCallback(
    (id: Id | null) => rowsBegin.current?.querySelector<HTMLElement>(`[${idAttribute}="${id}"]`)?.focus({ preventScroll: true }),
    [idAttribute],
  )
  const wantsFocus = useRef(false)
  useLayoutEffect(() => {
    if (!wantsFocus.current || cursor === null) return
    wantsFocus.current = false
    focusRow(cursor)
  }, [cursor, items, focusRow])

  // The open row is where the keyboard goes on, and is seen where the list holds it.
  const shownOpen = useRef<Id | null>(null)
  useEffect(() => {
    if (openId === shownOpen.current) return
    if (openId === null) {
      shownOpen.current = null
      if (refocusClosed && document.activeElement === document.body) focusRow(cursor)
      return
    }
    const index = indexOf.get(openId)
    if (index === undefined) return
    shownOpen.current = openId
    setCursor(openId)
    const { range } = virtualizer
    if (openedScroll === 'nearest') virtualizer.scrollToIndex(index, { align: 'auto' })
    else if (!range || index <= range.startIndex || index >= range.endIndex) virtualizer.scrollToIndex(index, { align: 'center' })
  }, [openId, indexOf, virtualizer, cursor, openedScroll, refocusClosed, focusRow])

  const open = (id: Id) => {
    setCursor(id)
    onOpen(id, openId !== null)
  }
  const go = (walk: Walk) => {
    // Nothing focused and nothing open yet: the walk has not begun.
    const begun = openId !== null || rowsBegin.current?.contains(document.activeElement) === true
    const index = walkFrom(ids, cursorIndex, walk, begun)
    const id = ids[index] ?? null
    if (id === null) return
    wantsFocus.current = true
    setCursor(id)
    virtualizer.scrollToIndex(index, { align: 'auto' })
    if (openId !== null) onOpen(id, true)
  }
  const press = (key: string) => {
    const walk = walkKeys.get(key)
    if (walk) go(walk)
  }
  const keyDown = (event: KeyboardEvent) => {
    if (!walkKeys.has(event.key) || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    press(event.key)
  }
  const click = (event: MouseEvent) => {
    // A click on a label is meant for its own field.
    if (!(event.target instanceof Element) || event.target.closest('label')) return
    const clicked = event.target.closest(`[${idAttribute}]`)?.getAttribute(idAttribute)
    const id = items.map(({ index }) => ids[index] ?? null).find((of) => of !== null && String(of) === clicked)
    if (id !== undefined && id !== null) open(id)
  }
  return {
    scroller,
    rowsBegin,
    items,
    shown: items.flatMap(({ index, key, start }) => {
      const row = rows[index]
      if (row === undefined) return []
      const id = ids[index] ?? null
      const place = { rowIndex: index + 2, topPx: start - headPx, open: id !== null && id === openId, tabbable: index === cursorIndex }
      return [{ key, row, place }]
    }),
    rowCount: rows.length,
    totalPx: virtualizer.getTotalSize(),
    offsetPx: virtualizer.scrollOffset ?? 0,
    scrollToTop: () => virtualizer.scrollToOffset(0),
    beside: openId !== null,
    cursor,
    cursorIndex,
    cursorId: ids[cursorIndex] ?? null,
    step: (direction) => go({ direction, times: 1 }),
    open,
    keyDown,
    press,
    click,
  }
}
