/** What the address of the vault says: the search, what is narrowed, and the open key. What cannot be read in it is left out. */
import { z } from 'zod'

export const keySets = ['look', 'deleted'] as const
const fields = {
  text: z.string().min(1).max(200),
  /** `look`: only what wants a look. `deleted`: what can be restored. */
  show: z.enum(keySets),
  key: z.uuid(),
}

export interface VaultSearch {
  text?: string
  show?: (typeof keySets)[number]
  key?: string
}

export const readVaultSearch = (search: Record<string, unknown>): VaultSearch => {
  const read: VaultSearch = {}
  const text = fields.text.safeParse(search['text'])
  const show = fields.show.safeParse(search['show'])
  const key = fields.key.safeParse(search['key'])
  if (text.success) read.text = text.data
  if (show.success) read.show = show.data
  if (key.success) read.key = key.data
  return read
}

export const withKey = (search: VaultSearch, key: string): VaultSearch => ({ ...search, key })
export const withoutKey = ({ key: _, ...rest }: VaultSearch): VaultSearch => rest
