/** The shape of what comes, shown only after 150 ms so that fast answers do not flicker. */
import { useEffect, useState, type ReactNode } from 'react'
import { classNames } from './class-names.ts'

const delayMs = 150

export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={classNames('block h-3 animate-breathe rounded-1 bg-pressed', className)} />
)

/** Holds its children back for 150 ms and says that something is loading. */
export const Loading = ({ children, label = 'Loading' }: { children: ReactNode; label?: string }) => {
  const [due, setDue] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), delayMs)
    return () => clearTimeout(timer)
  }, [])
  if (!due) return null
  return (
    <div role="status" aria-label={label}>
      {children}
    </div>
  )
}
