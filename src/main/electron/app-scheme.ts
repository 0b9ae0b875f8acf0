// The scheme under which the page is served, and its privileges, as data.
import type { CustomScheme } from 'electron'

export const appScheme = 'app'
export const appOrigin = 'app://console'
export const appUrl = `${appOrigin}/`

/** Never corsEnabled: any origin could read it then. No bypassCSP, no service workers, no extensions. */
export const appSchemes: CustomScheme[] = [
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
]

/** Chromium writes origins with and without the closing slash. */
export const isAppOrigin = (origin: string | null | undefined): boolean => origin === appOrigin || origin === appUrl

/** A URL of the console's own page or files. */
export const isAppUrl = (url: string): boolean => {
  try {
    const { protocol, host, username, password } = new URL(url)
    return protocol === 'app:' && host === 'console' && username === '' && password === ''
  } catch {
    return false
  }
}

/** Only the fragment is another: the page stays, with all that was typed into it, and goes there by itself. */
export const alertUrl = (current: string, alertId: string): string => {
  const url = new URL(current)
  url.hash = `alert=${alertId}`
  return url.href
}
