/** All saved filters: show one, replace it by what is on, delete it with the way back. */
import { RefreshCw, Trash2 } from 'lucide-react'
import type { SavedFilter } from '../../../shared/contract/audit-saved-filters.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import type { AuditSearch } from './audit-search.ts'
import { FilterLine } from './filter-line.tsx'
import { queryOf, searchOf } from './filter-address.ts'
import { deleteFilter, replaceFilter } from './saved-filters.ts'

interface ManageFiltersDialogProps {
  open: boolean
  onClose: () => void
  search: AuditSearch
  saved: readonly SavedFilter[]
  onApply: (search: AuditSearch) => void
}

export const ManageFiltersDialog = ({ open, onClose, search, saved, onApply }: ManageFiltersDialogProps) => {
  const query = queryOf(search)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Saved filters"
      wide
      foot={
        <Button tall onClick={onClose}>
          Close
        </Button>
      }
    >
      <ul className="max-h-[50vh] overflow-auto">
        {saved.map((one) => (
          <li key={one.id} className="flex items-center gap-1 border-b border-hairline-soft py-2 last:border-0">
            <div className="min-w-0 flex-1">
              <p className="cut font-strong">{one.name}</p>
              <FilterLine search={searchOf(one)} />
            </div>
            <Button
              onClick={() => {
                onApply(searchOf(one))
                onClose()
              }}
              aria-label={`Show ${one.name}`}
            >
              Show
            </Button>
            <IconButton
              name={`Replace ${one.name} by the filters that are on`}
              disabled={query === '' || query === one.query}
              onClick={() => void replaceFilter(one, query)}
            >
              <RefreshCw aria-hidden />
            </IconButton>
            <IconButton name={`Delete ${one.name}`} onClick={() => void deleteFilter(one)}>
              <Trash2 aria-hidden />
            </IconButton>
          </li>
        ))}
        {saved.length === 0 && <li className="py-2 text-2">There are none left.</li>}
      </ul>
    </Dialog>
  )
}
