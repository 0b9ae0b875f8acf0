/** What the address of the users says: what is searched for, and the open one. What cannot be read in it is left out. */
import { z } from 'zod'

export interface UsersSearch {
  q?: string
  user?: string
  invite?: true
}

const text = z.string().min(1).max(64)
const id = z.uuid()

export const readUsersSearch = (search: Record<string, unknown>): UsersSearch => {
  const read: UsersSearch = {}
  const q = text.safeParse(search['q'])
  const user = id.safeParse(search['user'])
  if (q.success) read.q = q.data
  if (user.success) read.user = user.data
  if (search['invite'] === true) read.invite = true
  return read
}

export const withUser = (search: UsersSearch, user: string): UsersSearch => ({ ...search, user })
export const withoutUser = ({ user: _, ...rest }: UsersSearch): UsersSearch => rest
export const withQuery = ({ q: _, ...rest }: UsersSearch, q: string): UsersSearch => (q === '' ? rest : { ...rest, q })
export const withInvite = (search: UsersSearch): UsersSearch => ({ ...search, invite: true })
export const withoutInvite = ({ invite: _, ...rest }: UsersSearch): UsersSearch => rest
