/** A saved filter as an address of the page, and back. */
import type { SavedFilter } from '../../../shared/contract/audit-saved-filters.ts'
import { parseSearch, stringifySearch } from '../../frame/address-search.ts'
import { withoutEntry } from './audit-filter.ts'
import { readAuditSearch, type AuditSearch } from './audit-search.ts'

/** As it is kept: the address without the open entry; empty where nothing is filtered. */
export const queryOf = (search: AuditSearch): string => stringifySearch(withoutEntry(search)).slice(1)
export const searchOf = ({ query }: Pick<SavedFilter, 'query'>): AuditSearch => withoutEntry(readAuditSearch(parseSearch(query)))

/** Whether that is what is shown, in whichever order its address was written. */
export const isApplied = (saved: SavedFilter, search: AuditSearch): boolean => {
  const sorted = (of: AuditSearch) =>
    [...new URLSearchParams(queryOf(of))]
      .map((pair) => pair.join('='))
      .toSorted()
      .join('&')
  return sorted(searchOf(saved)) === sorted(search)
}
