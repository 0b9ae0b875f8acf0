/** Which headers of a caller's request go on to the target, and which end at the guard. */
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
  // What a caller says of its certificate, nobody here believes (RFC 9440, Envoy).
  'client-cert',
  'client-cert-chain',
  'x-forwarded-client-cert',
]

const traceContext = ['traceparent', 'tracestate']

/** A route that takes the context out, or sets it, keeps the guard's from its target. */
export const namesTraceContext = ({ removeRequestHeaders, setRequestHeaders, injectKeys }: RouteSettings): boolean =>
  [...removeRequestHeaders, ...Object.keys(setRequestHeaders), ...injectKeys.map(({ header }) => header)].some((name) =>
    traceContext.includes(name),
  )

const droppedNames = (settings: RouteSettings, tellsTraces: boolean): ReadonlySet<string> =>
  new Set([
    ...hopHeaders(),
    ...writtenHere,
    ...(tellsTraces ? traceContext : []),
    ...settings.removeRequestHeaders,
    ...Object.keys(settings.setRequestHeaders),
    ...settings.injectKeys.map(({ header }) => header),
  ])

/** Callers write the same few names over and over; whoever invents new ones only loses what is gained by it. */
const mostKnown = 256

/** Tells of a name, as it was written, the lower case in which it goes on, or null. `tellsTraces`: the guard writes the trace context. */
export const passingHeaders = (settings: RouteSettings, tellsTraces: boolean): ((name: string) => string | null) => {
  const dropped = droppedNames(settings, tellsTraces)
  const known = new Map<string, string | null>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const lower = name.toLowerCase()
    // Some targets (CGI, WSGI) take x_forwarded_for for x-forwarded-for.
    const passing = dropped.has(lower) || dropped.has(lower.replaceAll('_', '-')) ? null : lower
    if (known.size < mostKnown) known.set(name, passing)
    return passing
  }
}
