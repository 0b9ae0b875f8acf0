// Decides which host to run: the desktop app where it can run, else the headless host, saying why.

export type Wanted = 'either' | 'desktop' | 'headless'

export interface Circumstances {
  wanted: Wanted
  platform: NodeJS.Platform
  /** DISPLAY or WAYLAND_DISPLAY; macOS and Windows have a screen always. */
  display: boolean
  root: boolean
  /** `not-installed`: the package itself is missing, so that nothing can be fetched. */
  electron: 'present' | 'binary-missing' | 'not-installed'
}

export type Choice =
  | { kind: 'headless'; reason: string | null }
  | { kind: 'desktop' }
  | { kind: 'fetch-then-desktop' }
  /** The desktop app alone was asked for and cannot run. */
  | { kind: 'refuse'; reason: string }

const obstacle = ({ platform, display, root, electron }: Circumstances): string | null => {
  if (platform !== 'darwin' && platform !== 'win32') {
    if (!display) return 'there is no display'
    // Chromium refuses root unless its sandbox is switched off, which Gatehouse never does.
    if (root) return 'a window cannot be opened safely as root'
  }
  return electron === 'not-installed' ? 'Electron is not installed' : null
}

export const chooseHost = (circumstances: Circumstances): Choice => {
  if (circumstances.wanted === 'headless') return { kind: 'headless', reason: null }
  const reason = obstacle(circumstances)
  if (reason) return afterFailure(circumstances.wanted, reason)
  return circumstances.electron === 'present' ? { kind: 'desktop' } : { kind: 'fetch-then-desktop' }
}

/** What to do when the desktop app was tried, or its fetching, and failed. */
export const afterFailure = (wanted: Wanted, reason: string): Choice =>
  wanted === 'desktop' ? { kind: 'refuse', reason } : { kind: 'headless', reason }
