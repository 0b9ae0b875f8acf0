/** The sections of the settings at their side: where one is, how much was changed in each, and the way there. */
import { useNavigate } from '@tanstack/react-router'
import { classNames } from '../../ui/class-names.ts'
import { useShownSection } from './use-shown-section.ts'

export interface IndexEntry {
  id: string
  title: string
  /** So many of its settings are not as Gatehouse comes. */
  changed: number
}

/** Also where the address names it already. */
export const goToSection = (id: string) => {
  const section = document.getElementById(id)
  section?.scrollIntoView()
  section?.querySelector<HTMLElement>('[data-setting], a, button, input')?.focus({ preventScroll: true })
}

export const SettingsIndex = ({ entries }: { entries: readonly IndexEntry[] }) => {
  const { shown, goTo } = useShownSection(entries.map(({ id }) => id))
  const navigate = useNavigate({ from: '/settings' })
  const go = (id: string) => {
    void navigate({ search: (known) => known, hash: id, replace: true, resetScroll: false, hashScrollIntoView: false })
    goTo(id)
    goToSection(id)
  }
  return (
    <nav
      aria-label="Sections of the settings"
      className="w-48 flex-none overflow-auto border-r border-hairline p-2 max-wide:w-40 max-[640px]:hidden"
    >
      <ul>
        {entries.map(({ id, title, changed }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              onClick={(event) => {
                event.preventDefault()
                go(id)
              }}
              aria-current={shown === id ? 'location' : undefined}
              className={classNames(
                'flex h-7 items-center gap-2 rounded-2 px-2 hover:bg-hover',
                shown === id ? 'bg-pressed font-strong text-1' : 'text-2',
              )}
            >
              <span className="cut flex-1">{title}</span>
              {changed > 0 && (
                <span className="text-small font-normal text-2 tabular-nums">
                  {changed}
                  <span className="sr-only"> changed</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
