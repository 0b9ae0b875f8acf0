// What a page may ask the browser for: everything is denied that is not in this table.
import type { Session } from 'electron'
import { isAppOrigin } from './app-scheme.ts'

type Permission = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>[1]

/** For the console's own page alone. Copying text is all it needs. */
export const allowedPermissions: readonly Permission[] = ['clipboard-sanitized-write']

export const mayHave = (permission: string, origin: string | null | undefined): boolean =>
  isAppOrigin(origin) && (allowedPermissions as readonly string[]).includes(permission)

export const guardPermissions = (session: Session): void => {
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => mayHave(permission, requestingOrigin))
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(details.isMainFrame && mayHave(permission, originOf(details.requestingUrl)))
  })
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}))
}

const originOf = (url: string): string | null => /^app:\/\/[^/?#]*/.exec(url)?.[0] ?? null
