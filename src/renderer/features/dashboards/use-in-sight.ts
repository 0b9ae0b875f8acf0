/** Whether something is on the screen, or nearly: what is not costs nothing. */
import { useEffect, useState, type RefObject } from 'react'

export const useInSight = (element: RefObject<HTMLElement | null>): boolean => {
  const [inSight, setInSight] = useState(false)
  useEffect(() => {
    const watched = element.current
    if (!watched) return
    const observer = new IntersectionObserver((seen) => setInSight(seen.at(-1)?.isIntersecting ?? false), { rootMargin: '200px' })
    observer.observe(watched)
    return () => observer.disconnect()
  }, [element])
  return inSight
}
