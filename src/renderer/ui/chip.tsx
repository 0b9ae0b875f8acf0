/** A filter that is on: its field, its value, and the way to take it off. */
import { X } from 'lucide-react'
import type { ReactNode } from 'react'

interface ChipProps {
  field: string
  children: ReactNode
  onRemove: () => void
}

export const Chip = ({ field, children, onRemove }: ChipProps) => (
  <span className="inline-flex h-6 max-w-80 items-center gap-1 rounded-1 bg-pressed pl-2 text-small whitespace-nowrap">
    <span className="text-2">{field}</span>
    <span className="cut">{children}</span>
    <button
      type="button"
      aria-label={`Remove filter ${field}`}
      onClick={onRemove}
      className="grid size-6 place-items-center rounded-1 text-2 hover:text-1"
    >
      <X aria-hidden className="size-3" />
    </button>
  </span>
)
