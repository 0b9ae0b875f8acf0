/** What the address of the consumers says: the dialog over the page, and whose. What cannot be read in it is left out. */
import { z } from 'zod'

export interface ConsumersSearch {
  consumer?: string
  dialog?: 'add' | 'change' | 'delete' | 'key'
}

const consumer = z.string().min(1).max(64)
const dialog = z.enum(['add', 'change', 'delete', 'key'])

export const readConsumersSearch = (search: Record<string, unknown>): ConsumersSearch => {
  const read: ConsumersSearch = {}
  const of = consumer.safeParse(search['consumer'])
  const over = dialog.safeParse(search['dialog'])
  if (of.success) read.consumer = of.data
  if (over.success) read.dialog = over.data
  return read
}
