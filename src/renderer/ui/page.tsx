/** The inside of a page: a bar of controls, and cells parted by hairlines from edge to edge. */
import { useEffect, useRef, type ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** Search, filters and actions, on top of the work. */
export const Bar = ({ children }: { children: ReactNode }) => (
  <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-hairline px-4 py-2">{children}</div>
)

interface PageScrollProps {
  label: string
  /** What is shown of it: where that changes, one reads from the top. */
  topKey?: string
  children: ReactNode
}

/** A page that scrolls as a whole; its sections are as wide as reading likes. */
export const PageScroll = ({ label, topKey, children }: PageScrollProps) => {
  const region = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (topKey !== undefined) region.current?.scrollTo({ top: 0 })
  }, [topKey])
  // What is only read aloud stands somewhere in it, not below the frame, which would scroll then.
  return (
    <div ref={region} role="region" aria-label={label} tabIndex={0} className="relative min-h-0 flex-1 overflow-auto -outline-offset-2">
      {children}
    </div>
  )
}

interface SectionProps {
  title: string
  text?: ReactNode
  /** At the right of the title. */
  actions?: ReactNode
  children?: ReactNode
  id?: string
  className?: string
}

export const Section = ({ title, text, actions, children, id, className }: SectionProps) => (
  <section
    id={id}
    aria-labelledby={id && `${id}-title`}
    className={classNames('border-b border-hairline px-4 py-6 last:border-0', className)}
  >
    <div className="flex max-w-[880px] flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-64 flex-1">
        <h2 id={id && `${id}-title`}>{title}</h2>
        {text && <p className="max-w-[72ch] text-2">{text}</p>}
      </div>
      {actions && <div className="flex flex-none gap-2">{actions}</div>}
    </div>
    {children && <div className="mt-4 max-w-[880px]">{children}</div>}
  </section>
)
