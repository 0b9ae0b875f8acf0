/** The saved filters behind one button: apply one, keep the filters that are on, or manage them. */
import { Bookmark, BookmarkPlus, Check, ListTree } from 'lucide-react'
import { useState } from 'react'
import { useCommands, type Command } from '../../frame/commands.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import type { AuditSearch } from './audit-search.ts'
import { ManageFiltersDialog } from './manage-filters.dialog.tsx'
import { SaveFilterDialog } from './save-filter.dialog.tsx'
import { isApplied, queryOf, searchOf } from './filter-address.ts'
import { useSavedFilters } from './saved-filters.ts'

interface SavedFiltersProps {
  search: AuditSearch
  onChange: (search: AuditSearch) => void
}

export const SavedFiltersMenu = ({ search, onChange }: SavedFiltersProps) => {
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null)
  const saved = useSavedFilters().data ?? []
  const applied = saved.find((one) => isApplied(one, search))
  const savable = queryOf(search) !== ''
  const save: Command = {
    id: 'audit save filter',
    group: 'On this page',
    label: 'Save these filters',
    words: 'bookmark keep search',
    icon: BookmarkPlus,
    run: () => setDialog('save'),
  }
  useCommands(savable ? [save] : [])
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button look="quiet">
            <Bookmark aria-hidden className={applied && 'fill-current text-accent-text'} />
            <span className="cut max-w-40">{applied?.name ?? 'Saved'}</span>
          </Button>
        }
      >
        {saved.map((one) => (
          <MenuItem
            key={one.id}
            icon={<Bookmark aria-hidden />}
            onSelect={() => onChange(searchOf(one))}
            after={one === applied && <Check aria-label="is on" className="text-accent-text" />}
          >
            <span className="cut block max-w-72">{one.name}</span>
          </MenuItem>
        ))}
        {saved.length === 0 && <p className="max-w-64 px-2 py-1 text-2">Filters that you save under a name stand here.</p>}
        <MenuSeparator />
        <MenuItem icon={<BookmarkPlus aria-hidden />} disabled={!savable} onSelect={() => setDialog('save')}>
          Save these filters…
        </MenuItem>
        <MenuItem icon={<ListTree aria-hidden />} disabled={saved.length === 0} onSelect={() => setDialog('manage')}>
          Manage saved filters…
        </MenuItem>
      </Menu>
      <SaveFilterDialog open={dialog === 'save'} onClose={() => setDialog(null)} search={search} saved={saved} />
      <ManageFiltersDialog open={dialog === 'manage'} onClose={() => setDialog(null)} search={search} saved={saved} onApply={onChange} />
    </>
  )
}
