/** Reads what browsers tell of a policy of contents, in both of their forms, and leaves out all that could say who told it. Pure. */
import { z } from 'zod'
import { contentDirectives } from '../../shared/browser-settings.ts'

export interface Stopped {
  directive: string
  blocked: string
}

const mostReports = 20
const text = z.string().max(4000)
/** CSP Level 2 and `report-uri`. */
const oldForm = z.object({
  'csp-report': z.object({
    'document-uri': text.optional(),
    'effective-directive': text.optional(),
    'violated-directive': text.optional(),
    'blocked-uri': text.optional(),
  }),
})
/** Reporting API and `report-to`. */
const newForm = z
  .array(
    z
      .object({
        type: text,
        body: z.object({ documentURL: text.optional(), effectiveDirective: text.optional(), blockedURL: text.optional() }).partial(),
      })
      .partial(),
  )
  .max(200)

const directives: ReadonlySet<string> = new Set(contentDirectives)
const words: ReadonlySet<string> = new Set(['inline', 'eval', 'wasm-eval', 'data', 'blob', 'self'])
const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'ws:', 'wss:'])

/** Null: an extension of somebody's browser, or nothing that a source could name. */
const blockedOf = (given: string, page: string): string | null => {
  const plain = given === '' ? 'inline' : given.replace(/:$/, '')
  if (words.has(plain)) return plain
  const url = URL.parse(given)
  if (url?.protocol === 'data:' || url?.protocol === 'blob:') return url.protocol.slice(0, -1)
  if (!url || !schemes.has(url.protocol)) return null
  return url.origin === page ? 'self' : `${url.protocol}//${url.host}`
}

/** `host`: that was asked. What is told of pages elsewhere is nothing of this route. */
const stoppedOf = (directive: string | undefined, blocked: string | undefined, document: string | undefined, host: string): Stopped[] => {
  const page = URL.parse(document ?? '')
  if (!page || page.host !== URL.parse(`${page.protocol}//${host}`)?.host) return []
  const name = directive?.split(' ')[0] ?? ''
  const what = blockedOf(blocked ?? '', page.origin)
  return directives.has(name) && what !== null && what.length <= 300 ? [{ directive: name, blocked: what }] : []
}

/** Null where it is no such report. */
export const readReports = (body: string, host: string): Stopped[] | null => {
  let given: unknown
  try {
    given = JSON.parse(body)
  } catch {
    return null
  }
  const old = oldForm.safeParse(given)
  if (old.success) {
    const { 'csp-report': report } = old.data
    return stoppedOf(report['effective-directive'] ?? report['violated-directive'], report['blocked-uri'], report['document-uri'], host)
  }
  const several = newForm.safeParse(given)
  if (!several.success) return null
  return several.data
    .filter(({ type, body: one }) => type === 'csp-violation' && one !== undefined)
    .slice(0, mostReports)
    .flatMap(({ body: one }) => stoppedOf(one!.effectiveDirective, one!.blockedURL, one!.documentURL, host))
}
