/** What the target's answer lacks in security headers, what it tells about itself, our request id, and the time that was spent. */
import type { Exchange } from '../exchange.ts'
import { applyAnswerRules, usualAnswerRules } from '../policy/answer-rules.ts'
import type { AnswerHead, Stage } from '../stage.ts'

const timingOf = (exchange: Exchange, names: readonly string[]): string => {
  const spent = names.flatMap((name, at) => (exchange.spentMs[at]! > 0 ? [`${name};dur=${exchange.spentMs[at]!.toFixed(2)}`] : []))
  if (exchange.upstreamMs !== null) spent.push(`upstream;dur=${exchange.upstreamMs.toFixed(2)}`)
  return spent.join(', ')
}

const mayReadTiming = ({ route, consumer, tried }: Exchange): boolean => {
  if (tried) return true
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
    const { headers } = head
    applyAnswerRules(exchange.route?.answerRules ?? usualAnswerRules, headers, exchange.secure)
    headers.push('x-request-id', exchange.id)
    if (mayReadTiming(exchange)) headers.push('server-timing', timingOf(exchange, stageNames()))
  },
})
