/** What the address of the incidents says: which are listed, and the open one. What cannot be read in it is left out. */
import { z } from 'zod'

export const listedStates = ['open', 'closed', 'all'] as const
export type ListedState = (typeof listedStates)[number]

export interface IncidentsSearch {
  /** Open ones unless said. */
  show?: 'closed' | 'all'
  incident?: string
}

const show = z.enum(['closed', 'all'])
const incident = z.uuid()

export const readIncidentsSearch = (search: Record<string, unknown>): IncidentsSearch => {
  const read: IncidentsSearch = {}
  const shown = show.safeParse(search['show'])
  const opened = incident.safeParse(search['incident'])
  if (shown.success) read.show = shown.data
  if (opened.success) read.incident = opened.data
  return read
}

export const stateOf = ({ show: shown }: IncidentsSearch): ListedState => shown ?? 'open'
/** The open incident stays. */
export const withState = ({ incident: id }: IncidentsSearch, state: ListedState): IncidentsSearch => ({
  ...(state === 'open' ? {} : { show: state }),
  ...(id === undefined ? {} : { incident: id }),
})
export const withIncident = (search: IncidentsSearch, id: string): IncidentsSearch => ({ ...search, incident: id })
export const withoutIncident = ({ incident: _, ...rest }: IncidentsSearch): IncidentsSearch => rest
