/** The filters that are on, each as a chip that can be changed and taken off, and the menu that adds one. */
import { ArrowLeftRight, CircleX, Hash, MapPin, Plus, Route, Timer, UserRound, type LucideIcon } from 'lucide-react'
import { useRef, useState } from 'react'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
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

interface FilterChipsProps {
  search: TrafficSearch
  window: TimeWindow
  names: TrafficNames
  onChange: (search: TrafficSearch) => void
}

export const FilterChips = ({ search, window, names, onChange }: FilterChipsProps) => {
  const [editing, setEditing] = useState<FilterField | null>(null)
  const used = usedFields(search)
  const shown = filterFields.filter((field) => used.includes(field) || field === editing)
  const menu = useRef<HTMLButtonElement>(null)
  useShortcuts([{ keys: 'f', label: 'Add a filter', group: 'Traffic', run: () => menu.current?.click() }])
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
          editor={<FilterEditor field={field} search={search} window={window} names={names} onChange={onChange} />}
          open={editing === field}
          onOpenChange={(open) => setEditing(open ? field : null)}
        >
          {chipWords(field, search, names)}
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
        {filterFields.map((field) => {
          const Icon = icons[field]
          return (
            <MenuItem key={field} icon={<Icon aria-hidden />} onSelect={() => setTimeout(() => setEditing(field))}>
              {fieldNames[field]}
            </MenuItem>
          )
        })}
      </Menu>
      {isFiltered(search) && (
        <Button look="quiet" onClick={() => onChange(withoutFilters(search))}>
          Clear all
        </Button>
      )}
    </>
  )
}
