// Keeps the window on the console: no other page, no second window, no embedded page.
import type { WebContents } from 'electron'
import { isAppUrl } from './app-scheme.ts'

/** Where a page of ours may go by itself. Links to the web are refused too: nothing in the console leads there. */
export const mayNavigate = (url: string): boolean => isAppUrl(url)

export const guardNavigation = (contents: WebContents): void => {
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !mayNavigate(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!mayNavigate(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
