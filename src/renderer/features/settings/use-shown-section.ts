/** Which section of a long page is read at the moment: the one gone to, and once one scrolls the topmost in the page's upper part. */
import { useEffect, useState } from 'react'

const scrolling = ['wheel', 'touchmove', 'keydown'] as const

/** `ids` of the sections in their order; null before any is seen. The last ones may be too short to come to the top: `goTo` marks them too. */
export const useShownSection = (ids: readonly string[]): { shown: string | null; goTo: (id: string) => void } => {
  const [goneTo, setGoneTo] = useState<string | null>(null)
  useEffect(() => {
    if (goneTo === null) return undefined
    const forget = () => setGoneTo(null)
    for (const kind of scrolling) window.addEventListener(kind, forget, { passive: true })
    return () => {
      for (const kind of scrolling) window.removeEventListener(kind, forget)
    }
  }, [goneTo])
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
  return { shown: goneTo ?? shown, goTo: setGoneTo }
}
