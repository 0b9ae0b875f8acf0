/** What the address of the objectives says: the open one, and the dialog over the page. What cannot be read in it is left out. */
import { z } from 'zod'

export interface ObjectivesSearch {
  objective?: string
  dialog?: 'add' | 'change' | 'delete'
}

const objective = z.uuid()
const dialog = z.enum(['add', 'change', 'delete'])

export const readObjectivesSearch = (search: Record<string, unknown>): ObjectivesSearch => {
  const read: ObjectivesSearch = {}
  const opened = objective.safeParse(search['objective'])
  const over = dialog.safeParse(search['dialog'])
  if (opened.success) read.objective = opened.data
  if (over.success) read.dialog = over.data
  return read
}
