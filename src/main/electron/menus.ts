// The menus of the app and of its sign in the tray, as data.
import type { MenuItemConstructorOptions } from 'electron'

export interface MenuActions {
  open: () => void
  lock: () => void
  reload: () => void
  quit: () => void
}

export const trayMenu = ({ open, lock, quit }: MenuActions): MenuItemConstructorOptions[] => [
  { label: 'Open Gatehouse', click: open },
  { label: 'Lock', click: lock },
  { type: 'separator' },
  { label: 'Quit', click: quit },
]

/** Its own way to quit would ask nothing. */
const macAppMenu = (quit: () => void): MenuItemConstructorOptions => ({
  role: 'appMenu',
  submenu: [
    { role: 'about' },
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    { label: 'Quit Gatehouse', accelerator: 'Cmd+Q', click: quit },
  ],
})

/** Editing by keyboard on macOS and zooming everywhere hang on the menu, also where it is hidden. */
export const appMenu = (
  { reload, quit }: MenuActions,
  { platform, packaged }: { platform: NodeJS.Platform; packaged: boolean },
): MenuItemConstructorOptions[] => [
  ...(platform === 'darwin' ? [macAppMenu(quit)] : []),
  { role: 'editMenu' },
  {
    label: 'View',
    submenu: [
      { label: 'Reload the console', accelerator: 'CmdOrCtrl+R', click: reload },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(packaged ? [] : [{ role: 'toggleDevTools' } as const]),
    ],
  },
  { role: 'windowMenu' },
]
