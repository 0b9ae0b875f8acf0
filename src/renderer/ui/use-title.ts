/** The title of the window: what is shown, then the product. */
import { useEffect } from 'react'

export const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · Gatehouse`
  }, [title])
}
