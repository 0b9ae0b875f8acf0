/** Chooses one of many: a press opens the list, typing narrows it. */
import { Combobox } from '@base-ui/react/combobox'
import { Check, ChevronDown, Search } from 'lucide-react'
import { inputFrame, inputText } from './field.tsx'
import { popupItem, popupPanel } from './popup-look.ts'

export interface SearchOption {
  value: string
  label: string
  /** Beside the label, smaller; typing finds it too. */
  note?: string
}

interface SearchSelectProps {
  /** Of the list and its search, read aloud. */
  label: string
  id?: string
  'aria-describedby'?: string
  'aria-invalid'?: true
  value: string | null
  options: readonly SearchOption[]
  onChange: (value: string) => void
  placeholder: string
}

/** Each word typed is somewhere in the label or the note. */
const matches = ({ label, note = '' }: SearchOption, typed: string): boolean => {
  const text = `${label} ${note}`.toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

export const SearchSelect = ({ label, value, options, onChange, placeholder, ...naming }: SearchSelectProps) => {
  const chosen = options.find((option) => option.value === value) ?? null
  return (
    <Combobox.Root
      items={options}
      value={chosen}
      onValueChange={(next) => next && onChange(next.value)}
      isItemEqualToValue={(one, other) => one.value === other.value}
      filter={matches}
      autoHighlight
    >
      <Combobox.Trigger {...naming} className={`${inputFrame(true, Boolean(naming['aria-invalid']))} w-full justify-between`}>
        <span className={chosen ? 'cut text-1' : 'cut text-3'}>{chosen?.label ?? placeholder}</span>
        <ChevronDown aria-hidden />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner align="start" sideOffset={4} className="z-20">
          <Combobox.Popup aria-label={label} className={`${popupPanel} grid w-[max(var(--anchor-width),360px)] gap-1`}>
            <span className={inputFrame(false, false)}>
              <Search aria-hidden />
              <Combobox.Input aria-label={`Search: ${label}`} placeholder="Type to narrow" className={inputText} />
            </span>
            <Combobox.Empty className="px-2 py-1 text-2 empty:hidden">Nothing of that name.</Combobox.Empty>
            <Combobox.List aria-label={label} className="max-h-72 overflow-auto">
              {(option: SearchOption) => (
                <Combobox.Item key={option.value} value={option} className={popupItem}>
                  <span className="cut">{option.label}</span>
                  {option.note && <span className="cut ml-auto font-mono text-code text-3">{option.note}</span>}
                  <Combobox.ItemIndicator className={`${option.note ? '' : 'ml-auto'} text-accent-text`}>
                    <Check aria-hidden />
                  </Combobox.ItemIndicator>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
