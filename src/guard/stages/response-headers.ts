/** What the target's answer lacks in security headers, what it tells about itself, our request id, and the time that was spent. */
import type { Exchange } from '../exchange.ts'
import type { AnswerHead, Stage } from '../stage.ts'

/** E9. `x-xss-protection: 0`: the filter itself was a hole. */
const secureHeaders: readonly (readonly [string, string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['x-xss-protection', '0'],
  ['referrer-policy', 'strict-origin-when-cross-origin'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=()'],
]
const strictTransport = ['strict-transport-security', 'max-age=31536000'] as const
const banners = new Set(['server', 'x-powered-by', 'x-aspnet-version', 'x-aspnetmvc-version', 'x-generator', 'x-runtime'])

/** Ours alone: a target's own would make two. */
const requestId = 'x-request-id'

const timingOf = (exchange: Exchange, names: readonly string[]): string => {
  const spent = names.flatMap((name, at) => (exchange.spentMs[at]! > 0 ? [`${name};dur=${exchange.spentMs[at]!.toFixed(2)}`] : []))
  if (exchange.upstreamMs !== null) spent.push(`upstream;dur=${exchange.upstreamMs.toFixed(2)}`)
  return spent.join(', ')
}

const mayReadTiming = ({ route, consumer }: Exchange): boolean => {
  const who = route?.settings.serverTiming ?? 'nobody'
  return who === 'everybody' || (who === 'consumers' && consumer !== null)
}

/** `stageNames`: of the pipeline, in its order. */
export const createResponseHeaders = (stageNames: () => readonly string[]): Stage => ({
  name: 'response-headers',
  why: 'on the way back, when all that the answer says is known',
  fails: 'open',
  decides: false,
  answer: (exchange, head: AnswerHead) => {
    const settings = exchange.route?.settings
    const set = settings?.setResponseHeaders
    const removesBanners = settings?.removeServerHeaders ?? true
    const secures = settings?.securityHeaders ?? true
    const there = new Set<string>()
    const kept: string[] = []
    for (let at = 0; at < head.headers.length; at += 2) {
      const name = head.headers[at]!.toLowerCase()
      if (name === requestId || (removesBanners && banners.has(name)) || (set !== undefined && Object.hasOwn(set, name))) continue
      there.add(name)
      kept.push(head.headers[at]!, head.headers[at + 1]!)
    }
    if (set !== undefined) {
      for (const name in set) {
        there.add(name)
        kept.push(name, set[name]!)
      }
    }
    if (secures) {
      for (const [name, value] of secureHeaders) if (!there.has(name)) kept.push(name, value)
      if (exchange.secure && !there.has(strictTransport[0])) kept.push(...strictTransport)
    }
    kept.push(requestId, exchange.id)
    if (mayReadTiming(exchange)) kept.push('server-timing', timingOf(exchange, stageNames()))
    head.headers = kept
  },
})
