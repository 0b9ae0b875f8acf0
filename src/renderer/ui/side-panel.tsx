/** The open thing beside its list; at narrow widths it lies over the list. Esc is the page's to wire. */
import { X } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { IconButton } from './icon-button.tsx'

interface SidePanelProps {
  title: ReactNode
  /** Read aloud as the name of the region. */
  label: string
  onClose: () => void
  /** Before the closing button: next, previous. */
  actions?: ReactNode
  children: ReactNode
}

export const SidePanel = ({ title, label, onClose, actions, children }: SidePanelProps) => (
  <aside
    aria-label={label}
    data-side-panel=""
    className="flex min-h-0 w-(--panel) flex-none animate-appear flex-col border-l border-hairline bg-surface-2 max-wide:absolute max-wide:inset-y-0 max-wide:right-0 max-wide:z-5 max-wide:shadow-float"
  >
    <header className="flex min-h-11 flex-none items-center gap-1 border-b border-hairline pr-2 pl-4">
      <h2 className="cut min-w-0 flex-1">{title}</h2>
      {actions}
      <IconButton name="Close" keys="Esc" onClick={onClose}>
        <X aria-hidden />
      </IconButton>
    </header>
    {children}
  </aside>
)

/** A part of a side panel, parted from the next by a hairline. */
export const PanelSection = ({ title, children }: { title?: string; children: ReactNode }) => (
  <section className="border-b border-hairline p-4 last:border-0">
    {title && <h3 className="mb-2 text-small font-strong text-2">{title}</h3>}
    {children}
  </section>
)

/** Keeps focusable content that scrolls reachable by keyboard. */
export const ScrollRegion = ({ label, children, focusKey }: { label: string; children: ReactNode; focusKey?: string }) => {
  const region = useRef<HTMLDivElement>(null)
  useEffect(() => {
    region.current?.scrollTo({ top: 0 })
  }, [focusKey])
  return (
    <div ref={region} role="region" aria-label={label} tabIndex={0} className="min-h-0 min-w-0 flex-1 overflow-auto -outline-offset-2">
      {children}
    </div>
  )
}
