/** A tick with its words; the words can be pressed as well. */
import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'

interface CheckboxProps {
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  children: ReactNode
}

export const Checkbox = ({ checked, onChange, disabled, children }: CheckboxProps) => (
  <label className="flex items-center gap-2">
    <Base.Root
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      className="grid size-4 shrink-0 place-items-center rounded-[3px] border border-control-edge bg-surface-2 text-on-accent data-checked:border-transparent data-checked:bg-accent data-disabled:bg-pressed"
    >
      <Base.Indicator className="grid">
        <Check aria-hidden className="size-3" strokeWidth={2} />
      </Base.Indicator>
    </Base.Root>
    {children}
  </label>
)
