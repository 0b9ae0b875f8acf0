/** The frame around every page: rail, top bar, state strips; palette and keys over it. */
import { Outlet, useMatches, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { useSession } from '../api/access.ts'
import { useTitle } from '../ui/use-title.ts'
import type { Command } from './commands.ts'
import { useDesktopMessages } from './desktop-messages.tsx'
import { openFloat } from './floats.ts'
import { KeysDialog } from './keys.dialog.tsx'
import { Palette } from './palette.dialog.tsx'
import { places } from './places.ts'
import { Rail } from './rail.tsx'
import { everywhere, startShortcuts, useShortcuts, type Shortcut } from './shortcuts.ts'
import { StateStrips } from './state-strips.tsx'
import { TopBar } from './top-bar.tsx'

const searchField = '[data-page-search]'
const focusSearch = () => document.querySelector<HTMLInputElement>(searchField)?.focus()

const useOwnKeys = () => {
  const navigate = useNavigate()
  const { permissions } = useSession().user
  const jumps = places
    .filter((place) => place.needs === null || permissions.includes(place.needs))
    .map((place): Shortcut => ({
      keys: `g ${place.key}`,
      label: `Go to ${place.name}`,
      group: everywhere,
      run: () => void navigate({ to: place.to }),
    }))
  useShortcuts([
    { keys: 'mod+k', label: 'Go anywhere, do anything', group: everywhere, run: () => openFloat('palette') },
    { keys: '/', label: 'Search on this page', group: everywhere, onlyWith: searchField, run: focusSearch },
    ...jumps,
    { keys: '?', label: 'List the keys', group: everywhere, run: () => openFloat('keys') },
  ])
  useEffect(startShortcuts, [])
}

/** A new page takes the focus, so that reading and tabbing begin there; the first one does not. */
const useFocusOnNewPage = (path: string) => {
  const work = useRef<HTMLElement>(null)
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current !== path) work.current?.focus()
    shown.current = path
  }, [path])
  return work
}

interface FrameProps {
  featureCommands: readonly Command[]
  /** What is told on every page: stands before the user's menu. */
  inTopBar?: ReactNode
  /** What goes on whatever page is shown: stands under it. */
  underPage?: ReactNode
}

export const Frame = ({ featureCommands, inTopBar, underPage }: FrameProps) => {
  const page = useMatches().at(-1)
  const title = page?.staticData.title ?? 'Not found'
  const work = useFocusOnNewPage(page?.pathname ?? '/')
  useOwnKeys()
  useDesktopMessages()
  useTitle(title)
  return (
    <div className="grid h-full grid-cols-[var(--rail)_minmax(0,1fr)] grid-rows-[var(--top-bar)_minmax(0,1fr)]">
      <button
        type="button"
        onClick={() => work.current?.focus()}
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-40 focus:rounded-2 focus:bg-surface-2 focus:px-3 focus:py-2 focus:shadow-float"
      >
        Skip to the page
      </button>
      <Rail />
      <TopBar title={title} live={page?.staticData.live ?? false} range={page?.staticData.range ?? false}>
        {inTopBar}
      </TopBar>
      <main
        ref={work}
        tabIndex={-1}
        aria-labelledby="page-title"
        className="relative flex min-h-0 min-w-0 flex-col overflow-hidden rounded-tl-3 border-t border-l border-hairline bg-surface-1 outline-none"
      >
        <StateStrips />
        <div className="relative flex min-h-0 flex-1 flex-col">
          <Outlet />
        </div>
        {underPage}
      </main>
      <Palette featureCommands={featureCommands} />
      <KeysDialog />
    </div>
  )
}
