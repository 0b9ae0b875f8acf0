/** A badge tells the state of one thing in a word or two; grey unless it is live. */
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export const Badge = ({ live = false, children }: { live?: boolean; children: ReactNode }) => (
  <span
    className={classNames(
      'inline-flex h-5 items-center gap-1 rounded-1 px-1.5 text-small whitespace-nowrap',
      live ? 'bg-accent-tint text-accent-text' : 'bg-pressed text-2',
    )}
  >
    {children}
  </span>
)
