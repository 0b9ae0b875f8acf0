/** Filters of the log that a user keeps under a name; nobody sees another's. */
import type { Ids } from '../../../ports/ids.ts'
import type { SavedFilter } from '../../../shared/contract/audit-saved-filters.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Database } from '../../database/database.ts'
import type { OpenSession } from '../handlers.ts'
import { putSavedFilter, removeSavedFilter, savedFilterExists, savedFilterNamed, savedFiltersOf } from './saved-filter.store.ts'

export interface SavedFiltersOptions {
  database: Database
  ids: Ids
}

const mostFilters = 100

export const createSavedFilters = ({ database, ids }: SavedFiltersOptions) => {
  const list = ({ user }: OpenSession): SavedFilter[] => database.read((db) => savedFiltersOf(db, user.id))

  return {
    list,

    save: (session: OpenSession, name: string, query: string): SavedFilter => {
      const userId = session.user.id
      const known = database.read((db) => savedFilterNamed(db, userId, name))
      if (!known && list(session).length >= mostFilters)
        throw new GatehouseError('CONFLICT', `There are ${mostFilters} saved filters already; delete one first.`, {})
      const saved = { id: known?.id ?? ids.next(), name, query }
      const { note, params } = putSavedFilter(userId, saved)
      database.note(note, params)
      return saved
    },

    delete: (session: OpenSession, id: string): void => {
      const userId = session.user.id
      if (!database.read((db) => savedFilterExists(db, userId, id)))
        throw new GatehouseError('NOT_FOUND', 'There is no such saved filter.', {})
      const { note, params } = removeSavedFilter(userId, id)
      database.note(note, params)
    },
  }
}
export type SavedFilters = ReturnType<typeof createSavedFilters>
