/** Pages of other origins (CORS): answers browsers that ask first, and tells them who may read an answer. */
import { judgePreflight } from '../../shared/cors.ts'
import type { Exchange } from '../exchange.ts'
import type { Stage } from '../stage.ts'

/** Of the service: two answers to one question would be refused by browsers, or believed by some. */
const isCorsHeader = (name: string): boolean => name.startsWith('access-control-')

/** RFC 9110, 12.5.5: caches keep one answer for each origin. */
const addVary = (headers: string[]): void => {
  for (let at = 0; at < headers.length; at += 2)
    if (headers[at]!.toLowerCase() === 'vary' && /(?:^|[\s,])(?:\*|origin)(?=$|[\s,])/i.test(headers[at + 1]!)) return
  headers.push('vary', 'Origin')
}

const dropCorsHeaders = (headers: string[]): void => {
  let to = 0
  for (let at = 0; at < headers.length; at += 2) {
    if (isCorsHeader(headers[at]!.toLowerCase())) continue
    headers[to++] = headers[at]!
    headers[to++] = headers[at + 1]!
  }
  headers.length = to
}

const asksForNetwork = ({ headers }: Exchange['request']): boolean => headers['access-control-request-private-network'] === 'true'

export const crossOrigin: Stage = {
  name: 'cross-origin',
  why: 'before identify: a browser that asks first shows no key',
  fails: 'closed',
  decides: true,
  request: (exchange) => {
    const { route, request } = exchange
    const { cors } = route!.browsers
    if (cors === null || request.method !== 'OPTIONS') return null
    const { origin, 'access-control-request-method': method, 'access-control-request-headers': names = '' } = request.headers
    if (origin === undefined || method === undefined) return null
    const verdict = judgePreflight(cors, {
      origin,
      method,
      headers: names
        .toLowerCase()
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
      privateNetwork: asksForNetwork(request),
    })
    if (!verdict.allowed) return { code: 'cross-origin', title: 'A page of another origin may not call this.', reason: verdict.reason }
    exchange.reply = 204
    return null
  },
  answer: (exchange, { headers }) => {
    const { route, request, reply } = exchange
    const cors = route?.browsers.cors ?? null
    if (cors === null) return
    dropCorsHeaders(headers)
    if (reply !== null && request.method === 'OPTIONS') {
      headers.push(...cors.preflight, 'vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers')
      if (asksForNetwork(request)) headers.push('access-control-allow-private-network', 'true')
    } else if (!cors.origins.anyOrigin) addVary(headers)
    const { origin } = request.headers
    if (origin === undefined || !cors.origins.has(origin)) return
    headers.push('access-control-allow-origin', cors.origins.anyOrigin ? '*' : origin)
    if (cors.settings.corsCredentials) headers.push('access-control-allow-credentials', 'true')
    if (cors.exposed !== '') headers.push('access-control-expose-headers', cors.exposed)
  },
}
