/** Reads and writes the filters that users have saved; each statement names whose. */
import type { SavedFilter } from '../../../shared/contract/audit-saved-filters.ts'
import type { Readable } from '../../database/database.ts'
import { defineNote } from '../../database/notes.ts'

const nameKeyOf = (name: string): string => name.normalize('NFKC').toLowerCase()

export const savedFiltersOf = (db: Readable, userId: string): SavedFilter[] =>
  db.all<SavedFilter>('SELECT id, name, query FROM saved_filter WHERE user_id = @userId ORDER BY name_key', { userId })

export const savedFilterNamed = (db: Readable, userId: string, name: string): SavedFilter | null =>
  db.get<SavedFilter>('SELECT id, name, query FROM saved_filter WHERE user_id = @userId AND name_key = @nameKey', {
    userId,
    nameKey: nameKeyOf(name),
  }) ?? null

export const savedFilterExists = (db: Readable, userId: string, id: string): boolean =>
  db.get('SELECT 1 FROM saved_filter WHERE user_id = @userId AND id = @id', { userId, id }) !== undefined

const put = defineNote(
  'saved_filter',
  `INSERT INTO saved_filter (id, user_id, name, name_key, query) VALUES (@id, @userId, @name, @nameKey, @query)
   ON CONFLICT (user_id, name_key) DO UPDATE SET name = excluded.name, query = excluded.query`,
)
const remove = defineNote('saved_filter', 'DELETE FROM saved_filter WHERE user_id = @userId AND id = @id')

/** One of the same name keeps its id. */
export const putSavedFilter = (userId: string, { id, name, query }: SavedFilter) => ({
  note: put,
  params: { id, userId, name, nameKey: nameKeyOf(name), query },
})
export const removeSavedFilter = (userId: string, id: string) => ({ note: remove, params: { userId, id } })
