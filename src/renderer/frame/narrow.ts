/** Whether the window is so narrow that the rail folds to icons. */
import { useSyncExternalStore } from 'react'

const query = window.matchMedia('(max-width: 1100px)')
const subscribe = (listener: () => void) => {
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => query.matches)
