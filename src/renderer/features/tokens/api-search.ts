/** What the address of the API page says: what is searched for, and whether only what tokens may call is shown. */
import { z } from 'zod'

export interface ApiSearch {
  q?: string
  only?: 'tokens'
}

const text = z.string().min(1).max(64)

export const readApiSearch = (search: Record<string, unknown>): ApiSearch => {
  const read: ApiSearch = {}
  const q = text.safeParse(search['q'])
  if (q.success) read.q = q.data
  if (search['only'] === 'tokens') read.only = 'tokens'
  return read
}
