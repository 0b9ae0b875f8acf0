/** The frame's own commands: go to a page, lock, sign out, change the theme. */
import { CircleUserRound, Keyboard, Lock, LogOut, Monitor, Moon, Sun, type LucideIcon } from 'lucide-react'
import { lock, signOut } from '../api/access.ts'
import { describeProblem } from '../api/describe-problem.ts'
import { setTheme, themeNames, themes, type Theme } from '../api/theme-choice.ts'
import { toastProblem } from '../ui/toast.tsx'
import type { Command } from './commands.ts'
import { openFloat } from './floats.ts'
import { places } from './places.ts'

export const themeIcons: Record<Theme, LucideIcon> = { system: Monitor, light: Sun, dark: Moon }

/** Runs what may fail without a place on the page to say so. */
export const attempt = (act: () => Promise<void>): void => {
  act().catch((error: unknown) => {
    const { title, sentence } = describeProblem(error)
    toastProblem({ title, text: sentence })
  })
}

export const ownCommands: readonly Command[] = [
  ...places.map((place): Command => ({
    id: `go ${place.to}`,
    group: 'Go to',
    label: place.name,
    icon: place.icon,
    keys: `g ${place.key}`,
    needs: place.needs ?? undefined,
    run: ({ navigate }) => void navigate({ to: place.to }),
  })),
  {
    id: 'go /account',
    group: 'Go to',
    label: 'Account',
    words: 'my profile me sessions password',
    icon: CircleUserRound,
    run: ({ navigate }) => void navigate({ to: '/account' }),
  },
  { id: 'lock', group: 'Do', label: 'Lock the console', words: 'away', icon: Lock, run: () => attempt(lock) },
  { id: 'sign-out', group: 'Do', label: 'Sign out', words: 'log out leave quit', icon: LogOut, run: () => attempt(signOut) },
  ...themes.map((theme): Command => ({
    id: `theme ${theme}`,
    group: 'Look',
    label: `Theme: ${themeNames[theme].toLowerCase()}`,
    words: 'appearance colours mode',
    icon: themeIcons[theme],
    run: () => setTheme(theme),
  })),
  {
    id: 'keys',
    group: 'Look',
    label: 'List the keys',
    words: 'keyboard shortcuts help',
    icon: Keyboard,
    keys: '?',
    run: () => openFloat('keys'),
  },
]
