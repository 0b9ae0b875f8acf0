/** A policy of contents (CSP) as a header, and how a report of what it stopped becomes a change of it. Pure. */
import type { ContentDirective, ContentPolicy } from './browser-settings.ts'
import { contentDirectives } from './browser-settings.ts'

/** CSP Level 3: those that hold where a directive is not there; then `default-src`. */
const insteadOf: Partial<Record<ContentDirective, ContentDirective>> = {
  'script-src-elem': 'script-src',
  'script-src-attr': 'script-src',
  'style-src-elem': 'style-src',
  'style-src-attr': 'style-src',
  'worker-src': 'child-src',
  'frame-src': 'child-src',
}
/** These have nothing to fall back to. */
const alone: ReadonlySet<string> = new Set(['base-uri', 'form-action', 'frame-ancestors', 'sandbox'])

export const policyText = (directives: ContentPolicy): string =>
  Object.entries(directives)
    .map(([name, sources]) => (sources === '' ? name : `${name} ${sources}`))
    .join('; ')

const isDirective = (name: string): name is ContentDirective => (contentDirectives as readonly string[]).includes(name)

/** The directive that a change belongs to: of the fine ones the usual one, unless the policy has the fine one itself. */
export const directiveToChange = (directives: ContentPolicy, reported: string): ContentDirective | null => {
  if (!isDirective(reported)) return null
  if (directives[reported] !== undefined) return reported
  const wider = insteadOf[reported]
  return wider === undefined || reported === 'worker-src' || reported === 'frame-src' ? reported : wider
}

const keywords: Record<string, string> = {
  inline: "'unsafe-inline'",
  eval: "'unsafe-eval'",
  'wasm-eval': "'wasm-unsafe-eval'",
  self: "'self'",
  data: 'data:',
  blob: 'blob:',
}
export const sourceOf = (blocked: string): string => keywords[blocked] ?? blocked

const inherited = (directives: ContentPolicy, directive: ContentDirective): string => {
  if (alone.has(directive)) return ''
  const wider = insteadOf[directive]
  return (wider === undefined ? undefined : directives[wider]) ?? directives['default-src'] ?? ''
}

/** With what a report says was stopped. Null where no source can allow it. */
export const allowing = (directives: ContentPolicy, reported: string, blocked: string): ContentPolicy | null => {
  const directive = directiveToChange(directives, reported)
  if (directive === null || directive === 'sandbox' || directive.includes('trusted-types')) return null
  const known = (directives[directive] ?? inherited(directives, directive)).split(' ').filter((one) => one !== '' && one !== "'none'")
  return { ...directives, [directive]: [...new Set([...known, sourceOf(blocked)])].join(' ') }
}

/** Whether the policy as it is now lets it by: then the report is of a former one. */
export const allows = (directives: ContentPolicy, reported: string, blocked: string): boolean => {
  const directive = directiveToChange(directives, reported)
  const sources = directive === null ? '' : (directives[directive] ?? inherited(directives, directive))
  return sources.split(' ').includes(sourceOf(blocked))
}

/** What would take most of the policy's worth away: a script from anywhere could be put into the page. */
export const isRisky = (reported: string, blocked: string): boolean =>
  /^(?:script-src|default-src)/.test(reported) && ['inline', 'eval', 'data', 'blob'].includes(blocked)
