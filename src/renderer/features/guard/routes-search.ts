/** What the address of the routes says: the open route, and the dialog over the page. What cannot be read in it is left out. */
import { z } from 'zod'

export interface RoutesSearch {
  route?: string
  dialog?: 'add' | 'change' | 'targets' | 'delete' | 'history' | 'try'
  /** Of a record that is tried again. */
  request?: string
}

const route = z.string().min(1).max(64)
const request = z.uuid()
const dialog = z.enum(['add', 'change', 'targets', 'delete', 'history', 'try'])

export const readRoutesSearch = (search: Record<string, unknown>): RoutesSearch => {
  const read: RoutesSearch = {}
  const opened = route.safeParse(search['route'])
  const over = dialog.safeParse(search['dialog'])
  if (opened.success) read.route = opened.data
  if (over.success) read.dialog = over.data
  const again = request.safeParse(search['request'])
  if (again.success && read.dialog === 'try') read.request = again.data
  return read
}
