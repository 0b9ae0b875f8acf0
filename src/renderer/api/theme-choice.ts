/** Dark, light, or as the system says: kept in localStorage (no secret), applied before the first paint. */
import { createStore, useStore } from './store.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
export const themeNames: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' }

const key = 'gatehouse.theme'
const read = (): Theme => {
  try {
    return themes.find((theme) => theme === localStorage.getItem(key)) ?? 'system'
  } catch {
    return 'system'
  }
}

const chosen = createStore<Theme>(read())
const apply = () => {
  const theme = chosen.get()
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

export const useTheme = (): Theme => useStore(chosen)
export const setTheme = (theme: Theme): void => {
  chosen.set(theme)
  apply()
  try {
    if (theme === 'system') localStorage.removeItem(key)
    else localStorage.setItem(key, theme)
  } catch {
    // Kept for this window only.
  }
}

export const startTheme = (): void => {
  apply()
  window.addEventListener('storage', (event) => {
    if (event.key !== key) return
    chosen.set(read())
    apply()
  })
}
