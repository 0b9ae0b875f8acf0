/** Walks the settings by keyboard: `j` and `k` from one to the next, Enter opens one, `e` changes its value. */
import { useShortcuts } from '../../frame/shortcuts.ts'

const rows = () => [...document.querySelectorAll<HTMLElement>('li[data-setting]')]
const focused = () => document.activeElement?.closest<HTMLElement>('li[data-setting]') ?? null
const control = 'input:not(:disabled), [role="combobox"]:not([data-disabled]), [role="checkbox"]:not([data-disabled])'

export const useSettingWalk = (openKey: string | null, onOpen: (key: string, walking: boolean) => void): void => {
  const step = (direction: 1 | -1) => {
    const all = rows()
    const present = all.findIndex((row) => row === focused() || (!focused() && row.dataset['setting'] === openKey))
    const next = all[present === -1 ? 0 : present + direction]
    if (!next) return
    next.focus({ preventScroll: true })
    next.scrollIntoView({ block: 'nearest' })
    if (openKey !== null) onOpen(next.dataset['setting'] ?? '', true)
  }
  useShortcuts([
    { keys: 'j', label: 'Next setting', group: 'Settings', run: () => step(1) },
    { keys: 'k', label: 'Previous setting', group: 'Settings', run: () => step(-1) },
    {
      keys: 'Enter',
      label: 'Open the setting',
      group: 'Settings',
      when: () => focused() !== null,
      run: () => onOpen(focused()?.dataset['setting'] ?? '', false),
    },
    {
      keys: 'e',
      label: 'Change its value',
      group: 'Settings',
      when: () => focused() !== null,
      run: () => focused()?.querySelector<HTMLElement>(control)?.focus(),
    },
  ])
}
