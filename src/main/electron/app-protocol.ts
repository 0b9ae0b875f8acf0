// Serves the core to the window over app://console, without a port, and to nobody else.
import type { Logger } from '../../ports/logger.ts'
import type { GatehouseConsole } from '../console/console.ts'
import { withAbort } from './abort-wrapper.ts'
import { isAppOrigin, isAppUrl } from './app-scheme.ts'

/** Since Electron 43; a page cannot forge it. Absent where the browser itself asks, as for the window's first page. */
export type AppRequest = Request & { initiatorOrigin?: string }

const guardedPath = /^\/(?:rpc|api)(?:\/|$)/

const refuse = (status: number, code: string, message: string) =>
  new Response(JSON.stringify({ status, code, message }), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  })

const pathOf = (url: string): string | null => {
  try {
    return decodeURIComponent(new URL(url).pathname)
  } catch {
    return null
  }
}

export const createAppHandler = ({ console: core, logger }: { console: Pick<GatehouseConsole, 'fetch'>; logger: Logger }) => {
  return async (request: AppRequest): Promise<Response> => {
    const { initiatorOrigin, method, url } = request
    const path = pathOf(url)
    if (!isAppUrl(url) || path === null) return refuse(404, 'NOT_FOUND', 'There is nothing here.')

    const own = isAppOrigin(initiatorOrigin)
    const byBrowser = initiatorOrigin === undefined
    const guarded = guardedPath.test(path) || request.headers.has('authorization') || request.headers.has('x-gatehouse-host')
    if (!own && (guarded || !byBrowser)) return refuse(403, 'FOREIGN_PAGE', 'Only the window of this console may ask for this.')
    if (!guarded && method !== 'GET' && method !== 'HEAD') return refuse(405, 'WRONG_METHOD', `${method} is not used here.`)

    try {
      return await withAbort((wrapped) => core.fetch(wrapped, { trusted: own, source: 'desktop window' }))(request)
    } catch (error) {
      logger.error({ err: error, path }, 'A request failed outside the core')
      return refuse(500, 'INTERNAL_ERROR', 'Something went wrong inside the console.')
    }
  }
}
