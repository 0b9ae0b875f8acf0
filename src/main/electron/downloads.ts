// Lets files out of the console by /download alone, each where the person says.
import { join } from 'node:path'
import type { DownloadItem, Session } from 'electron'
import { isAppOrigin, isAppUrl } from './app-scheme.ts'

export const mayDownload = (url: string, initiatorOrigin: string): boolean =>
  isAppUrl(url) && new URL(url).pathname.startsWith('/download/') && (isAppOrigin(initiatorOrigin) || initiatorOrigin === '')

export const guardDownloads = (session: Session, downloadsDirectory: string): void => {
  session.on('will-download', (event, item: DownloadItem) => {
    if (!mayDownload(item.getURL(), item.getInitiatorOrigin())) return event.preventDefault()
    item.setSaveDialogOptions({ defaultPath: join(downloadsDirectory, item.getFilename()) })
  })
}
