/** The filters of the traffic as chips. */
import { ArrowLeftRight, CircleX, Hash, MapPin, Route, Timer, UserRound, type LucideIcon } from 'lucide-react'
import { useRef } from 'react'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { FilterChips } from '../../ui/filter-chips.tsx'
import type { TimeWindow } from '../../ui/time-range.ts'
import { chipWords } from './chip-words.ts'
import { FilterEditor } from './filter-editor.tsx'
import { fieldNames, filterFields, isFiltered, usedFields, withoutField, withoutFilters, type FilterField } from './traffic-filter.ts'
import type { TrafficNames } from './traffic-names.ts'
import type { TrafficSearch } from './traffic-search.ts'

const icons: Record<FilterField, LucideIcon> = {
  route: Route,
  consumer: UserRound,
  source: MapPin,
  method: ArrowLeftRight,
  status: Hash,
  refusal: CircleX,
  least: Timer,
}

const addable = filterFields.map((field) => ({ field, icon: icons[field] }))

interface TrafficFilterChipsProps {
  search: TrafficSearch
  window: TimeWindow
  names: TrafficNames
  onChange: (search: TrafficSearch) => void
}

export const TrafficFilterChips = ({ search, window, names, onChange }: TrafficFilterChipsProps) => {
  const menu = useRef<HTMLButtonElement>(null)
  useShortcuts([{ keys: 'f', label: 'Add a filter', group: 'Traffic', run: () => menu.current?.click() }])
  return (
    <FilterChips
      fields={filterFields}
      used={usedFields(search)}
      names={fieldNames}
      addable={addable}
      wordsOf={(field) => chipWords(field, search, names)}
      editorOf={(field) => <FilterEditor field={field} search={search} window={window} names={names} onChange={onChange} />}
      onRemove={(field) => onChange(withoutField(search, field))}
      onClear={isFiltered(search) ? () => onChange(withoutFilters(search)) : null}
      menuRef={menu}
    />
  )
}
