/** What the addresses of the dashboards and of the explorer say. What cannot be read is left out. */
import { z } from 'zod'
import { viewSchema, type View } from '../../../shared/contract/dashboards.ts'
import { readTimeSearch, type TimeSearch } from '../../ui/time-range.ts'

export interface DashboardsSearch extends TimeSearch {
  board?: string
  /** `panel`: the number of the one that is changed; with none, a new one. */
  dialog?: 'new' | 'rename' | 'delete' | 'import' | 'panel'
  panel?: number
}

const board = z.uuid()
const dialog = z.enum(['new', 'rename', 'delete', 'import', 'panel'])
const panel = z.coerce.number().int().min(0).max(100)

export const readDashboardsSearch = (search: Record<string, unknown>): DashboardsSearch => {
  const read: DashboardsSearch = readTimeSearch(search)
  const opened = board.safeParse(search['board'])
  const over = dialog.safeParse(search['dialog'])
  const which = panel.safeParse(search['panel'])
  if (opened.success) read.board = opened.data
  if (over.success) read.dialog = over.data
  if (which.success) read.panel = which.data
  return read
}

export interface ExploreSearch extends TimeSearch {
  /** The view as JSON. */
  view?: string
  log?: true
}

export const readExploreSearch = (search: Record<string, unknown>): ExploreSearch => ({
  ...readTimeSearch(search),
  ...(typeof search['view'] === 'string' && readView(search['view']) ? { view: search['view'] } : {}),
  ...(search['log'] === true || search['log'] === 'true' ? { log: true as const } : {}),
})

export const readView = (text: string | undefined): View | null => {
  if (text === undefined) return null
  try {
    const read = viewSchema.safeParse(JSON.parse(text))
    return read.success ? read.data : null
  } catch {
    return null
  }
}
