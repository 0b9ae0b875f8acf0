/** A number with its unit: smaller, grey, on the baseline. */
import type { ReactNode } from 'react'

export const Figure = ({ children, unit }: { children: ReactNode; unit: string }) => (
  <span className="whitespace-nowrap">
    {children}
    <span className="ml-[3px] text-small font-normal text-2">{unit}</span>
  </span>
)
