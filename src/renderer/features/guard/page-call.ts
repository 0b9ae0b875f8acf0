/** What becomes of a call that a page of another origin makes, as browsers and the guard judge it. Pure. */
import { csrfHeader } from '../../../shared/browser-settings.ts'
import { asksFirst, corsRules, judgePreflight, originRule } from '../../../shared/cors.ts'
import type { RouteSettings } from '../../../shared/route-settings.ts'

export interface TriedCall {
  origin: string
  method: string
  headers: readonly string[]
  withCookies: boolean
}
export interface CallVerdict {
  /** `service`: the guard says nothing of it. */
  kind: 'allowed' | 'unreadable' | 'refused' | 'service'
  title: string
  /** Step by step. */
  steps: string[]
}

const changes = (method: string): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method)

/** Of a page elsewhere only; `origin` without a path. */
export const judgeCall = (settings: RouteSettings, { origin, method, headers, withCookies }: TriedCall): CallVerdict => {
  const rules = corsRules(settings, settings.csrf === 'token' ? [csrfHeader] : [])
  const asks = asksFirst({ method, headers })
  const steps: string[] = []
  if (asks) {
    steps.push(
      `The browser asks first: ${method} with ${headers.length === 0 ? 'these headers' : headers.join(', ')} is not what any form could send.`,
    )
    if (!rules) {
      steps.push('The guard hands the question on to the service, which answers as it likes.')
      return { kind: 'service', title: 'The service decides', steps }
    }
    const verdict = judgePreflight(rules, { origin, method, headers })
    if (!verdict.allowed)
      return { kind: 'refused', title: 'No: it is not sent', steps: [...steps, `The guard says no: ${verdict.reason}.`] }
    steps.push('The guard says yes.')
  } else steps.push('The browser sends it without asking, as it would send a form.')
  const named = originRule([...settings.csrfOrigins, ...(settings.corsCredentials ? settings.corsOrigins : [])])
  if (settings.csrf !== 'off' && changes(method) && withCookies && !named.has(origin)) {
    const told = settings.csrfDryRun ? 'tells it and lets it through, in dry run' : 'refuses it'
    steps.push(`It would change something and is not of a page that the route names: the guard ${told}.`)
    if (!settings.csrfDryRun) return { kind: 'refused', title: 'No: it is refused', steps }
  }
  if (!rules) {
    steps.push('Whether the page may read the answer, the service says.')
    return { kind: 'service', title: 'It is sent; the service decides about the answer', steps }
  }
  if (!rules.origins.has(origin)) {
    steps.push('The answer does not name its origin: the browser keeps it from the page. What the call did is done.')
    return { kind: 'unreadable', title: 'It is sent, and the answer cannot be read', steps }
  }
  if (withCookies && !settings.corsCredentials) {
    steps.push('Cookies are not allowed to go along: the browser keeps the answer from the page.')
    return { kind: 'unreadable', title: 'Not with cookies', steps }
  }
  steps.push('The answer names its origin: the page reads it.')
  return { kind: 'allowed', title: 'Yes', steps }
}
