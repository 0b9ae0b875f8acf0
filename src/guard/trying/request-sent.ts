/** The request as a target gets it, made by what makes those that are sent; injected keys stand in it by their names alone. */
import type { Tried } from '../../shared/tried-request.ts'
import type { Exchange } from '../exchange.ts'
import { forwardedPath } from '../upstream/forwarded-path.ts'
import { requestHeaders } from '../upstream/request-headers.ts'
import { isWithheld, shownHeaders } from './shown-headers.ts'

/** Null where no target was chosen. */
export const requestSent = (exchange: Exchange, bodyBytes: number): Tried['sent'] => {
  const { target, route, request } = exchange
  if (!target || !route || route.added === null) return null
  const { injectKeys, keyHeader } = route.settings
  const secret = new Set([keyHeader, ...injectKeys.map(({ header }) => header)])
  return {
    upstream: route.route.upstream,
    target: target.url,
    method: request.method ?? '',
    path: forwardedPath(exchange),
    headers: shownHeaders(requestHeaders(exchange, target.host), (name) => isWithheld(name) || secret.has(name)),
    bodyBytes,
  }
}
