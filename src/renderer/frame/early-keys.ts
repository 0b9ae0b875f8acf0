/** Keys typed between the opening of the palette and the focus of its field: people type faster than dialogs open. */
import { useEffect } from 'react'

/** While `open`, gives single characters to `append` for as long as the palette's field has not the focus. */
export const useEarlyKeys = (open: boolean, append: (character: string) => void): void => {
  useEffect(() => {
    if (!open) return
    const press = (event: KeyboardEvent) => {
      if (event.target instanceof Element && event.target.matches('[cmdk-input]')) return
      if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return
      event.preventDefault()
      event.stopPropagation()
      append(event.key)
    }
    window.addEventListener('keydown', press, { capture: true })
    return () => window.removeEventListener('keydown', press, { capture: true })
  }, [open, append])
}
