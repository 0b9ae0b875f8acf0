// The one window of the console.
import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { NativeImage } from 'electron'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { GatehouseConsole } from '../console/console.ts'
import { alertUrl, appUrl } from './app-scheme.ts'
import { watchCrashes } from './crash.ts'
import { placeWindow, readPlace, writePlace } from './window-bounds.ts'
import { groundOf, windowOptions } from './window-options.ts'

export interface ConsoleWindowOptions {
  console: Pick<GatehouseConsole, 'noteHostEvent'>
  clock: Clock
  logger: Logger
  preloadFile: string
  packaged: boolean
  icon: NativeImage
  /** Where its place is remembered. */
  placeFile: string
  onReady: () => void
}

export interface ConsoleWindow {
  /** Brings it to the front. */
  show(): void
  /** Brings it to the front, at an alert. */
  openAlert(alertId: string | null): void
  /** Loads the page anew, also after it was given up. */
  reload(): void
}

export const openConsoleWindow = ({
  console: core,
  clock,
  logger,
  preloadFile,
  packaged,
  icon,
  placeFile,
  onReady,
}: ConsoleWindowOptions): ConsoleWindow => {
  const place = placeWindow(
    readPlace(placeFile),
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow(windowOptions({ place, dark: nativeTheme.shouldUseDarkColors, preloadFile, packaged, icon }))
  const load = () => {
    window.loadURL(appUrl).catch((error: unknown) => logger.error({ err: error }, 'The page could not be loaded'))
  }
  const followTheme = () => window.setBackgroundColor(groundOf(nativeTheme.shouldUseDarkColors))

  window.once('ready-to-show', () => {
    if (place.maximized) window.maximize()
    window.show()
    onReady()
  })
  window.on('close', () => writePlace(placeFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() }))
  nativeTheme.on('updated', followTheme)
  window.on('closed', () => nativeTheme.off('updated', followTheme))
  watchCrashes({ window, clock, console: core, load })
  load()

  const show = () => {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  return {
    show,
    openAlert: (alertId) => {
      show()
      if (alertId === null) return
      window
        .loadURL(alertUrl(window.webContents.getURL() || appUrl, alertId))
        .catch((error: unknown) => logger.error({ err: error }, 'The alert could not be opened'))
    },
    reload: load,
  }
}
