// How the window is made, as data.
import type { BrowserWindowConstructorOptions, NativeImage, WebPreferences } from 'electron'
import { minHeight, minWidth } from './window-bounds.ts'
import type { WindowPlace } from './window-bounds.ts'

/** The ground of the page (surface-0 of theme.css), so that nothing flashes before it is drawn. */
export const grounds = { dark: '#0c0f10', light: '#f1f3f2' } as const
export const groundOf = (dark: boolean): string => (dark ? grounds.dark : grounds.light)

export const webPreferences = (preloadFile: string, packaged: boolean): WebPreferences => ({
  preload: preloadFile,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  // Its dictionaries would be fetched from the internet, and what is typed here is nobody's business.
  spellcheck: false,
  devTools: !packaged,
})

export interface WindowLook {
  place: WindowPlace
  dark: boolean
  preloadFile: string
  packaged: boolean
  icon: NativeImage
}

export const windowOptions = ({ place, dark, preloadFile, packaged, icon }: WindowLook): BrowserWindowConstructorOptions => ({
  ...place.bounds,
  minWidth,
  minHeight,
  show: false,
  title: 'Gatehouse',
  icon,
  backgroundColor: groundOf(dark),
  autoHideMenuBar: true,
  webPreferences: webPreferences(preloadFile, packaged),
})
