// The sign in the tray: open, lock, quit.
import { Menu, Tray } from 'electron'
import type { NativeImage } from 'electron'
import type { Logger } from '../../ports/logger.ts'
import { trayMenu } from './menus.ts'
import type { MenuActions } from './menus.ts'

/** Null where the desktop has no tray. The answer must be kept: what is not held is collected and vanishes. */
export const showTray = (image: NativeImage, actions: MenuActions, logger: Logger): Tray | null => {
  try {
    const tray = new Tray(image)
    tray.setToolTip('Gatehouse')
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(actions)))
    tray.on('click', actions.open)
    return tray
  } catch (error) {
    logger.warn({ err: error }, 'There is no tray')
    return null
  }
}
