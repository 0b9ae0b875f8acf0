/** Ticks any of many: type to narrow the list, arrows and Enter to tick. */
import { Combobox } from '@base-ui/react/combobox'
import { Check, Search } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { inputFrame, inputText } from './field.tsx'
import { popupItem } from './popup-look.ts'

export interface Choice {
  value: string
  /** What is matched by typing. */
  label: string
  /** What is shown, where it is more than the label. */
  content?: ReactNode
}

interface ChoiceListProps {
  label: string
  choices: readonly Choice[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
  /** What is typed may be chosen where the list does not hold it. */
  takesOther?: boolean
}

export const ChoiceList = ({ label, choices, chosen, onChange, takesOther = false }: ChoiceListProps) => {
  const [typed, setTyped] = useState('')
  const other = typed.trim()
  const offered =
    takesOther && other !== '' && !choices.some(({ value }) => value === other)
      ? [...choices, { value: other, label: other, content: `Use “${other}”` }]
      : choices
  return (
    <Combobox.Root
      inline
      open
      multiple
      autoHighlight
      items={offered}
      value={offered.filter(({ value }) => chosen.includes(value))}
      onValueChange={(next) => onChange(next.map(({ value }) => value))}
      onInputValueChange={setTyped}
      isItemEqualToValue={(item, value) => item.value === value.value}
    >
      <div className="grid w-64 gap-1">
        <span className={inputFrame(false, false)}>
          <Search aria-hidden />
          <Combobox.Input autoFocus aria-label={label} placeholder="Type to narrow" className={inputText} />
        </span>
        <Combobox.Empty className="px-2 text-2 empty:hidden">Nothing of that name.</Combobox.Empty>
        <Combobox.List aria-label={label} className="max-h-72 overflow-auto">
          {({ value, label: text, content }: Choice) => (
            <Combobox.Item key={value} value={offered.find((choice) => choice.value === value)} className={popupItem}>
              <span
                aria-hidden
                className="grid size-4 flex-none place-items-center rounded-[3px] border border-control-edge bg-surface-2 text-on-accent [[data-selected]>&]:border-transparent [[data-selected]>&]:bg-accent"
              >
                <Combobox.ItemIndicator className="grid">
                  <Check className="size-3" strokeWidth={2} />
                </Combobox.ItemIndicator>
              </span>
              <span className="cut">{content ?? text}</span>
            </Combobox.Item>
          )}
        </Combobox.List>
      </div>
    </Combobox.Root>
  )
}
