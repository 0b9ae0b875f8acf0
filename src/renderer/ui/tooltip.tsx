/** A name or a second fact on hover and focus; never the only place where something is said. */
import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'

interface TooltipProps {
  /** What is told; where it is null the child stands alone. */
  text: ReactNode
  children: ReactElement<Record<string, unknown>>
  side?: 'top' | 'right' | 'bottom' | 'left'
}

export const TooltipProvider = ({ children }: { children: ReactNode }) => <Base.Provider delay={400}>{children}</Base.Provider>

export const Tooltip = ({ text, children, side = 'bottom' }: TooltipProps) => {
  if (text === null) return children
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-30">
          <Base.Popup className="max-w-80 rounded-2 bg-surface-2 px-2 py-1 text-small text-1 shadow-float transition-opacity duration-fast data-ending-style:opacity-0 data-starting-style:opacity-0">
            {text}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
