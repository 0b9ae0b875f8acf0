// Watches the window for crashes and hangs, and carries out what the policy says.
import type { BrowserWindow } from 'electron'
import type { Clock } from '../../ports/clock.ts'
import type { GatehouseConsole } from '../console/console.ts'
import { createCrashPolicy } from './crash-policy.ts'

/** Without a script, and of a colour that suits both themes. */
const givenUpPage = `data:text/html;charset=utf-8,${encodeURIComponent(`<!doctype html><html lang="en"><title>Gatehouse</title>
<body style="margin:20vh auto;max-width:32em;font:15px system-ui;color-scheme:light dark">
<h1 style="font-size:20px">The window crashed again and again</h1>
<p>It crashed five times within ten minutes, so it is not loaded again by itself. The console behind it goes on running, and nothing is lost.</p>
<p>Choose <b>View, Reload the console</b> to try again, or quit and start Gatehouse anew. The audit log holds the reason of each crash.</p>`)}`

export interface CrashOptions {
  window: BrowserWindow
  clock: Clock
  console: Pick<GatehouseConsole, 'noteHostEvent'>
  load: () => void
}

export const watchCrashes = ({ window, clock, console: core, load }: CrashOptions): void => {
  const decide = createCrashPolicy(clock)
  let cancelReload = () => {}
  let hangs = false
  /** A hanging page is ended by us before it is loaded again; that end is no second crash. */
  let ending = false

  const mend = (reason: string, act: () => void) => {
    core.noteHostEvent({ kind: 'window-crashed', reason })
    const remedy = decide()
    cancelReload()
    if (remedy.kind === 'give-up') {
      void window.loadURL(givenUpPage)
      return
    }
    cancelReload = clock.after(remedy.afterMs, () => {
      if (!window.isDestroyed()) act()
    })
  }

  window.webContents.on('render-process-gone', (_event, { reason }) => {
    hangs = false
    if (reason === 'clean-exit') return
    if (ending) {
      ending = false
      return
    }
    mend(reason, load)
  })
  window.on('unresponsive', () => {
    if (hangs) return
    hangs = true
    mend('unresponsive', () => {
      ending = true
      window.webContents.forcefullyCrashRenderer()
      load()
    })
  })
  // It came back by itself before its time was up.
  window.on('responsive', () => {
    if (hangs) cancelReload()
    hangs = false
  })
  window.on('closed', () => cancelReload())
}
