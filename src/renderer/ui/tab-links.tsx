/** Parts one place into several pages: links that look like segments, the open one marked. */
import type { ReactNode } from 'react'

export const TabLinks = ({ label, children }: { label: string; children: ReactNode }) => (
  <nav aria-label={label} className="inline-flex h-control flex-none rounded-2 bg-pressed p-0.5">
    {children}
  </nav>
)

/** Spread on each link of the router. */
export const tabLink = {
  activeOptions: { exact: true, includeSearch: false },
  className:
    'inline-flex items-center rounded-1 px-2 text-small whitespace-nowrap text-2 hover:text-1 data-[status=active]:bg-surface-2 ' +
    'data-[status=active]:font-strong data-[status=active]:text-1 data-[status=active]:shadow-[0_0_0_1px_var(--hairline-strong)] ' +
    'forced-colors:data-[status=active]:outline',
}
