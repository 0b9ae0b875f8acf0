/** The filters that are on, each as a chip that can be changed and taken off, and the menu that adds one. */
import { Activity, Clock, Flag, ListChecks, MapPin, Plus, ShieldAlert, UserRound, type LucideIcon } from 'lucide-react'
import { useRef, useState } from 'react'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useNowMs } from '../../ui/now.ts'
import { fieldNames, filterFields, usedFields, withoutField, withoutFilters, type FilterField } from './audit-filter.ts'
import type { AuditSearch } from './audit-search.ts'
import { chipWords } from './chip-words.ts'
import { filterEditor, useFilterChoices } from './filter-editor.tsx'

const addable: readonly { field: FilterField; icon: LucideIcon }[] = [
  { field: 'time', icon: Clock },
  { field: 'actor', icon: UserRound },
  { field: 'action', icon: Activity },
  { field: 'severity', icon: Flag },
  { field: 'outcome', icon: ListChecks },
  { field: 'source', icon: MapPin },
  { field: 'class', icon: ShieldAlert },
]

interface FilterChipsProps {
  search: AuditSearch
  onChange: (search: AuditSearch) => void
}

export const FilterChips = ({ search, onChange }: FilterChipsProps) => {
  const [editing, setEditing] = useState<FilterField | null>(null)
  const used = usedFields(search)
  const shown = filterFields.filter((field) => used.includes(field) || field === editing)
  const actors = useFilterChoices(search.actor !== undefined).data?.actors ?? []
  const nowMs = useNowMs()
  const menu = useRef<HTMLButtonElement>(null)
  useShortcuts([{ keys: 'f', label: 'Add a filter', group: 'Audit', run: () => menu.current?.click() }])
  return (
    <>
      {shown.map((field) => (
        <Chip
          key={field}
          field={fieldNames[field]}
          onRemove={() => {
            setEditing(null)
            onChange(withoutField(search, field))
          }}
          editor={filterEditor(field, { search, onChange })}
          open={editing === field}
          onOpenChange={(open) => setEditing(open ? field : null)}
        >
          {chipWords(field, search, actors, nowMs)}
        </Chip>
      ))}
      <Menu
        align="start"
        trigger={
          <Button ref={menu} look="quiet">
            <Plus aria-hidden />
            Filter
            <KeyHint>F</KeyHint>
          </Button>
        }
      >
        {addable.map(({ field, icon: Icon }) => (
          <MenuItem key={field} icon={<Icon aria-hidden />} onSelect={() => setTimeout(() => setEditing(field))}>
            {fieldNames[field]}
          </MenuItem>
        ))}
      </Menu>
      {(used.length > 0 || search.q !== undefined) && (
        <Button look="quiet" onClick={() => onChange(withoutFilters(search))}>
          Clear all
        </Button>
      )}
    </>
  )
}
