/** Which headers of a caller's request end at the guard. */
import type { RouteSettings } from '../../shared/route-settings.ts'
import { hopHeaders } from './hop-headers.ts'

/** Written anew for the target, or told by trusted proxies alone. */
const writtenHere = [
  'host',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-real-ip',
  'forwarded',
  'x-request-id',
]

/** Names of headers that no caller gets through on a route. */
export const droppedHeaders = (settings: RouteSettings): ReadonlySet<string> =>
  new Set([
    ...hopHeaders(),
    ...writtenHere,
    ...settings.removeRequestHeaders,
    ...Object.keys(settings.setRequestHeaders),
    ...settings.injectKeys.map(({ header }) => header),
  ])
