/** What the address of the advice says: the open piece, and whether it is about to be dismissed. What cannot be read is left out. */
import { z } from 'zod'

export interface AdviceSearch {
  advice?: string
  dialog?: 'dismiss'
}

const advice = z.string().min(1).max(200)
const dialog = z.literal('dismiss')

export const readAdviceSearch = (search: Record<string, unknown>): AdviceSearch => {
  const read: AdviceSearch = {}
  const opened = advice.safeParse(search['advice'])
  const over = dialog.safeParse(search['dialog'])
  if (opened.success) read.advice = opened.data
  if (over.success) read.dialog = over.data
  return read
}
