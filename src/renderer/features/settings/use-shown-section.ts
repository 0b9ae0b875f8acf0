/** Which section of a long page is read at the moment: the topmost that is in its upper part. */
import { useEffect, useState } from 'react'

/** `ids` of the sections in their order; null before any is seen. */
export const useShownSection = (ids: readonly string[]): string | null => {
  const [shown, setShown] = useState<string | null>(null)
  const all = ids.join(' ')
  useEffect(() => {
    const order = all.split(' ')
    const inView = new Set<string>()
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) inView.add(target.id)
          else inView.delete(target.id)
        }
        const first = order.find((id) => inView.has(id))
        if (first !== undefined) setShown(first)
      },
      { rootMargin: '-100px 0px -55% 0px' },
    )
    for (const id of order) {
      const section = document.getElementById(id)
      if (section) observer.observe(section)
    }
    return () => observer.disconnect()
  }, [all])
  return shown
}
