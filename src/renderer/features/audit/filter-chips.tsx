/** The filters of the log as chips. */
import { Activity, Clock, Flag, ListChecks, MapPin, ShieldAlert, UserRound, type LucideIcon } from 'lucide-react'
import { useRef } from 'react'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { FilterChips } from '../../ui/filter-chips.tsx'
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

interface AuditFilterChipsProps {
  search: AuditSearch
  onChange: (search: AuditSearch) => void
}

export const AuditFilterChips = ({ search, onChange }: AuditFilterChipsProps) => {
  const used = usedFields(search)
  const actors = useFilterChoices(search.actor !== undefined).data?.actors ?? []
  const nowMs = useNowMs()
  const menu = useRef<HTMLButtonElement>(null)
  useShortcuts([{ keys: 'f', label: 'Add a filter', group: 'Audit', run: () => menu.current?.click() }])
  return (
    <FilterChips
      fields={filterFields}
      used={used}
      names={fieldNames}
      addable={addable}
      wordsOf={(field) => chipWords(field, search, actors, nowMs)}
      editorOf={(field) => filterEditor(field, { search, onChange })}
      onRemove={(field) => onChange(withoutField(search, field))}
      onClear={used.length > 0 || search.q !== undefined ? () => onChange(withoutFilters(search)) : null}
      menuRef={menu}
    />
  )
}
