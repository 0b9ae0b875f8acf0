/** A menu of actions behind a button. */
import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { popupItem, popupLabel, popupPanel } from './popup-look.ts'

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>
  children: ReactNode
  align?: 'start' | 'end'
}

export const Menu = ({ trigger, children, align = 'end' }: MenuProps) => (
  <Base.Root>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner align={align} sideOffset={4} className="z-20">
        <Base.Popup className={`${popupPanel} min-w-52`}>{children}</Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)

interface MenuItemProps {
  icon?: ReactNode
  onSelect: () => void
  disabled?: boolean
  after?: ReactNode
  children: ReactNode
}

export const MenuItem = ({ icon, onSelect, disabled, after, children }: MenuItemProps) => (
  <Base.Item onClick={onSelect} disabled={disabled} className={popupItem}>
    <span className="text-2">{icon}</span>
    <span className="flex-1">{children}</span>
    {after}
  </Base.Item>
)

export const MenuSeparator = () => <Base.Separator className="-mx-1 my-1 h-px bg-hairline" />

interface MenuChoiceProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: string; icon?: ReactNode }[]
  onChange: (value: Value) => void
}

export const MenuChoice = <Value extends string>({ label, value, options, onChange }: MenuChoiceProps<Value>) => (
  <Base.RadioGroup value={value} onValueChange={(next) => onChange(next as Value)}>
    <Base.GroupLabel className={popupLabel}>{label}</Base.GroupLabel>
    {options.map((option) => (
      <Base.RadioItem key={option.value} value={option.value} closeOnClick className={popupItem}>
        <span className="text-2">{option.icon}</span>
        <span className="flex-1">{option.label}</span>
        <Base.RadioItemIndicator className="text-accent-text">
          <Check aria-hidden />
        </Base.RadioItemIndicator>
      </Base.RadioItem>
    ))}
  </Base.RadioGroup>
)
