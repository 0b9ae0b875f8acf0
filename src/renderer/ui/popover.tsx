/** A small panel behind a button: a filter, a choice, an explanation. */
import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { popupPanel } from './popup-look.ts'

interface PopoverProps {
  trigger: ReactElement<Record<string, unknown>>
  label: string
  children: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  align?: 'start' | 'center' | 'end'
}

export const Popover = ({ trigger, label, children, open, onOpenChange, align = 'start' }: PopoverProps) => (
  <Base.Root open={open} onOpenChange={onOpenChange}>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner align={align} sideOffset={4} className="z-20">
        <Base.Popup aria-label={label} className={popupPanel}>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
