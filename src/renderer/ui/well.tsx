/** Quoted text: what a machine reads, on the ground of the frame. */
import type { ReactNode } from 'react'

export const Well = ({ children, after }: { children: ReactNode; after?: ReactNode }) => (
  <div className="flex items-center gap-2 rounded-2 bg-surface-0 px-3 py-2 forced-colors:border">
    <span className="min-w-0 flex-1 font-mono text-code whitespace-pre-wrap [overflow-wrap:anywhere]">{children}</span>
    {after}
  </div>
)
