/** A key, shown where it works. */
import type { ReactNode } from 'react'

export const KeyHint = ({ children }: { children: ReactNode }) => (
  <kbd className="inline-grid h-[18px] min-w-[18px] place-items-center rounded-1 border border-hairline-strong bg-surface-1 px-1 font-ui text-micro text-2">
    {children}
  </kbd>
)

/** The name of the modifier on this keyboard. */
export const modifier: string = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl '
