/** Chooses one of a list. */
import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import { inputFrame } from './field.tsx'
import { popupItem, popupPanel } from './popup-look.ts'

interface SelectProps<Value extends string> {
  /** Read aloud; give `id` and `aria-describedby` instead inside a Field. */
  'aria-label'?: string
  id?: string
  'aria-describedby'?: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  disabled?: boolean
  /** Forms have taller controls (32 px) than bars (28 px). */
  form?: boolean
  className?: string
}

export const Select = <Value extends string>({
  value,
  options,
  onChange,
  disabled,
  form = false,
  className,
  ...naming
}: SelectProps<Value>) => (
  <Base.Root items={options} value={value} onValueChange={(next) => next !== null && onChange(next)} disabled={disabled}>
    <Base.Trigger {...naming} className={`${inputFrame(form, false)} justify-between text-1 data-disabled:text-3 ${className ?? ''}`}>
      <Base.Value className="cut text-1 in-data-disabled:text-3" />
      <Base.Icon className="text-2">
        <ChevronDown aria-hidden />
      </Base.Icon>
    </Base.Trigger>
    <Base.Portal>
      <Base.Positioner alignItemWithTrigger={false} sideOffset={4} className="z-20">
        <Base.Popup className={`${popupPanel} max-h-80 min-w-[var(--anchor-width)] overflow-auto`}>
          {options.map((option) => (
            <Base.Item key={option.value} value={option.value} className={popupItem}>
              <Base.ItemText className="flex-1">{option.label}</Base.ItemText>
              <Base.ItemIndicator className="text-accent-text">
                <Check aria-hidden />
              </Base.ItemIndicator>
            </Base.Item>
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
