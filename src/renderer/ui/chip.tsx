/** A filter that is on: its field, its value, and the way to take it off. With an editor, its words open it. */
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Popover } from './popover.tsx'

interface ChipProps {
  field: string
  children: ReactNode
  onRemove: () => void
  /** Changes the value, in a small panel under the chip. */
  editor?: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

const words = 'flex h-6 min-w-0 items-center gap-1 rounded-1 pl-2'

export const Chip = ({ field, children, onRemove, editor, open, onOpenChange }: ChipProps) => {
  const text = (
    <>
      <span className="text-2">{field}</span>
      <span className="cut">{children}</span>
    </>
  )
  return (
    <span className="inline-flex h-6 max-w-80 items-center gap-1 rounded-1 bg-pressed text-small whitespace-nowrap">
      {editor ? (
        <Popover
          trigger={
            <button type="button" className={`${words} hover:[&>.cut]:text-accent-text`}>
              {text}
            </button>
          }
          label={`Filter ${field}`}
          open={open}
          onOpenChange={onOpenChange}
        >
          {editor}
        </Popover>
      ) : (
        <span className={words}>{text}</span>
      )}
      <button
        type="button"
        aria-label={`Remove filter ${field}`}
        onClick={onRemove}
        className="grid size-6 flex-none place-items-center rounded-1 text-2 hover:text-1"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  )
}
