/** The top bar: where I am, the way to anywhere, live or paused, and who I am. */
import { Play, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { setLivePaused, useLivePaused } from '../api/live-pause.ts'
import { Button } from '../ui/button.tsx'
import { KeyHint, modifier } from '../ui/key-hint.tsx'
import { openFloat } from './floats.ts'
import { RangeControls } from './range-controls.tsx'
import { UserMenu } from './user-menu.tsx'

/** Two strokes, as thin as all other signs. */
const PauseSign = () => (
  <svg viewBox="0 0 16 16" aria-hidden className="size-4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round">
    <path d="M5.5 3.5v9M10.5 3.5v9" />
  </svg>
)

const LiveToggle = () => {
  const paused = useLivePaused()
  return (
    <Button onClick={() => setLivePaused(!paused)} aria-label={paused ? 'Paused: go on live' : 'Live: pause'}>
      {paused ? <Play aria-hidden /> : <PauseSign />}
      {paused ? 'Paused' : 'Live'}
    </Button>
  )
}

interface TopBarProps {
  title: string
  live: boolean
  range: boolean
  /** What is told on every page. */
  children?: ReactNode
}

export const TopBar = ({ title, live, range, children }: TopBarProps) => (
  <header className="flex items-center gap-2 pr-3 pl-2">
    <h1 id="page-title" className="mr-1 text-title">
      {title}
    </h1>
    <Button look="quiet" onClick={() => openFloat('palette')} aria-keyshortcuts="Control+K Meta+K">
      <Search aria-hidden />
      <span className="text-3 max-wide:sr-only">Go anywhere</span>
      <KeyHint>{modifier}K</KeyHint>
    </Button>
    <span className="flex-1" />
    {range && <RangeControls />}
    {live && <LiveToggle />}
    {children}
    <UserMenu />
  </header>
)
