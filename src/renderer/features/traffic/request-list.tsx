/** The requests, newest first, walked by keyboard row by row. */
import { useEffect, type ReactNode } from 'react'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { rowPx } from '../../ui/grid-columns.ts'
import { useWalkedList } from '../../ui/use-walked-list.ts'
import { walkShortcuts } from '../../ui/walk-shortcuts.ts'
import { WalkedGrid } from '../../ui/walked-grid.tsx'
import { columnGrid, columns } from './request-columns.ts'
import { RequestRow } from './request-row.tsx'
import type { TrafficNames } from './traffic-names.ts'

interface RequestListProps {
  requests: readonly RequestRecord[]
  names: TrafficNames
  openId: string | null
  /** Opens a request; `walking` where one comes from another, so that Back leaves the panel and not each step. */
  onOpen: (id: string, walking: boolean) => void
  /** The last row is near. */
  onNearEnd: () => void
  /** Whether the newest row is in view. */
  onTop: (atTop: boolean) => void
  /** Below the last row. */
  foot: ReactNode
}

const idOf = ({ id }: RequestRecord) => id
const nearEndRows = 30

export const RequestList = ({ requests, names, openId, onOpen, onNearEnd, onTop, foot }: RequestListProps) => {
  const list = useWalkedList({
    rows: requests,
    idOf,
    keyOf: idOf,
    idAttribute: 'data-request',
    openId,
    onOpen,
    openedScroll: 'nearest',
    refocusClosed: true,
  })
  useShortcuts(walkShortcuts(list, { group: 'Traffic', one: 'request' }))
  const near = (list.items.at(-1)?.index ?? 0) >= requests.length - nearEndRows
  useEffect(() => {
    if (near) onNearEnd()
  }, [near, requests.length, onNearEnd])
  const atTop = list.offsetPx < rowPx
  useEffect(() => onTop(atTop), [atTop, onTop])
  return (
    <WalkedGrid
      label="Requests, newest first"
      columns={columns}
      columnGrid={columnGrid}
      list={list}
      draw={(request, place) => <RequestRow of={request} names={names} {...place} />}
      foot={foot}
    />
  )
}
