/** What the address of the consumers says: the dialog over the page, and whose. What cannot be read in it is left out. */
import { z } from 'zod'

const dialogs = ['add', 'change', 'delete', 'key', 'add-issuer', 'change-issuer', 'delete-issuer', 'token'] as const

export interface ConsumersSearch {
  consumer?: string
  issuer?: string
  dialog?: (typeof dialogs)[number]
}

const id = z.string().min(1).max(64)
const dialog = z.enum(dialogs)

export const readConsumersSearch = (search: Record<string, unknown>): ConsumersSearch => {
  const read: ConsumersSearch = {}
  const of = id.safeParse(search['consumer'])
  const issuer = id.safeParse(search['issuer'])
  const over = dialog.safeParse(search['dialog'])
  if (of.success) read.consumer = of.data
  if (issuer.success) read.issuer = issuer.data
  if (over.success) read.dialog = over.data
  return read
}
