/** The incidents, newest first, walked by keyboard row by row. */
import type { ReactNode } from 'react'
import type { Incident } from '../../../shared/contract/incidents.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { useWalkedList } from '../../ui/use-walked-list.ts'
import { walkShortcuts } from '../../ui/walk-shortcuts.ts'
import { WalkedGrid } from '../../ui/walked-grid.tsx'
import { columnGrid, columns } from './incident-columns.ts'
import { IncidentRow } from './incident-row.tsx'

interface IncidentListProps {
  incidents: readonly Incident[]
  mixed: boolean
  openId: string | null
  /** Opens an incident; `walking` where one comes from another, so that Back leaves the panel and not each step. */
  onOpen: (id: string, walking: boolean) => void
  /** Below the last row. */
  foot: ReactNode
}

const idOf = ({ id }: Incident) => id

export const IncidentList = ({ incidents, mixed, openId, onOpen, foot }: IncidentListProps) => {
  const list = useWalkedList({
    rows: incidents,
    idOf,
    keyOf: idOf,
    idAttribute: 'data-incident',
    openId,
    onOpen,
    openedScroll: 'nearest',
    refocusClosed: true,
  })
  useShortcuts(walkShortcuts(list, { group: 'Incidents', one: 'incident' }))
  return (
    <WalkedGrid
      label="Incidents, newest first"
      columns={columns}
      columnGrid={columnGrid}
      list={list}
      draw={(incident, place) => <IncidentRow of={incident} {...place} mixed={mixed} />}
      foot={foot}
    />
  )
}
