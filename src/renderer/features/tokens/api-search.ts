/** What the address of the API page says: what is searched for, and whether what no token may call is shown too. */
import { z } from 'zod'

export interface ApiSearch {
  q?: string
  show?: 'all'
}

const text = z.string().min(1).max(64)

export const readApiSearch = (search: Record<string, unknown>): ApiSearch => {
  const read: ApiSearch = {}
  const q = text.safeParse(search['q'])
  if (q.success) read.q = q.data
  if (search['show'] === 'all') read.show = 'all'
  return read
}
