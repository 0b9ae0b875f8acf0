/** What the address of the limits says: the dialog over the page, and of which limit. What cannot be read in it is left out. */
import { z } from 'zod'

export interface LimitsSearch {
  limit?: string
  dialog?: 'add' | 'change' | 'redis'
}

const limit = z.string().min(1).max(64)
const dialog = z.enum(['add', 'change', 'redis'])

export const readLimitsSearch = (search: Record<string, unknown>): LimitsSearch => {
  const read: LimitsSearch = {}
  const of = limit.safeParse(search['limit'])
  const over = dialog.safeParse(search['dialog'])
  if (of.success) read.limit = of.data
  if (over.success) read.dialog = over.data
  return read
}
