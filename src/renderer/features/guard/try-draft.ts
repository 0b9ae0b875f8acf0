/** A request to try as its form holds it: begun from a route or from a record, and read back. Pure. */
import type { TryInput } from '../../../shared/contract/guard.ts'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import type { PolicyEdit } from '../../../shared/policy-edits.ts'
import type { Policy, Route } from '../../../shared/policy.ts'
import { pretendedSourceSchema, requestToTrySchema, triedAsSchema } from '../../../shared/tried-request.ts'

export interface TryDraft {
  method: string
  host: string
  path: string
  /** `nobody`, `key`, or `consumer ID`. */
  as: string
  key: string
  source: string
  headers: string
  body: string
}
export type TryField = keyof TryDraft

const nobody = 'nobody'
const ownKey = 'key'
const consumerPrefix = 'consumer '
export const asConsumer = (id: string): string => `${consumerPrefix}${id}`

export const blankTry: TryDraft = { method: 'GET', host: 'localhost', path: '/', as: nobody, key: '', source: '', headers: '', body: '' }

/** A path that the route takes: `/users/{id}/{rest*}` is tried as `/users/1/1`. */
const examplePath = (template: string): string => template.replaceAll(/\{\w+\*?\}/g, '1')
const exampleHost = (hosts: readonly string[]): string => hosts[0]?.replace(/^\*\./, 'www.') ?? blankTry.host

export const tryOfRoute = ({ match }: Pick<Route, 'match'>): TryDraft => ({
  ...blankTry,
  method: match.methods[0] ?? blankTry.method,
  host: exampleHost(match.hosts),
  path: examplePath(match.path.value),
  headers: match.headers.map(({ name, value }) => `${name}: ${value ?? '1'}`).join('\n'),
})

/** Only what was recorded: no body, no header, and of the path what the route says. */
export const tryOfRecord = (
  { method, template, route, consumer, source }: Pick<RequestRecord, 'method' | 'template' | 'route' | 'consumer' | 'source'>,
  { routes, consumers }: Pick<Policy, 'routes' | 'consumers'>,
): TryDraft => {
  const known = routes.find(({ id }) => id === route)
  return {
    ...(known ? tryOfRoute(known) : blankTry),
    method,
    ...(template === null ? {} : { path: examplePath(template) }),
    as: consumers.some(({ id }) => id === consumer) ? asConsumer(consumer!) : nobody,
    source,
  }
}

/** A request that a change concerns, as near as its edits tell. */
export const tryOfEdits = (edits: readonly PolicyEdit[], { routes }: Pick<Policy, 'routes'>): TryDraft => {
  const first = routes.find(({ enabled }) => enabled)
  const concerned = (edit: PolicyEdit): Route | undefined => {
    if (edit.kind === 'put-route') return edit.route
    if (edit.kind === 'put-limit') return routes.find(({ id }) => edit.limit.routes.includes(id))
    return edit.kind === 'put-upstream' ? routes.find(({ upstream }) => upstream === edit.upstream.id) : undefined
  }
  const route = edits.map(concerned).find((one) => one !== undefined) ?? first
  const caller = edits.find((edit) => edit.kind === 'put-consumer')
  return { ...(route ? tryOfRoute(route) : blankTry), ...(caller ? { as: asConsumer(caller.consumer.id) } : {}) }
}

export type ReadTry = { kind: 'input'; input: TryInput } | { kind: 'problem'; field: TryField; sentence: string }

const problem = (field: TryField, sentence: string): ReadTry => ({ kind: 'problem', field, sentence })

const readAs = ({ as, key }: TryDraft): TryInput['as'] | null => {
  if (as === nobody) return { kind: 'nobody' }
  if (as.startsWith(consumerPrefix)) return { kind: 'consumer', consumer: as.slice(consumerPrefix.length) }
  return triedAsSchema.safeParse({ kind: ownKey, key: key.trim() }).data ?? null
}

const sentences: Partial<Record<PropertyKey, [field: TryField, sentence: string]>> = {
  method: ['method', 'A method such as GET or POST.'],
  path: ['path', 'It begins with / and has no spaces, such as /orders?open=1.'],
  headers: ['headers', 'One on each line, such as Accept: text/html. Those that frame a message are written by the guard.'],
  body: ['body', 'At most 256 KB.'],
}

/** An address is pretended only where nothing is sent. */
export const readTry = (draft: TryDraft, sends: boolean): ReadTry => {
  const lines = draft.headers.split('\n').filter((line) => line.trim() !== '')
  if (lines.some((line) => line.indexOf(':') < 1)) return problem(...sentences['headers']!)
  const given = lines.map((line) => ({ name: line.slice(0, line.indexOf(':')).trim(), value: line.slice(line.indexOf(':') + 1).trim() }))
  const host = draft.host.trim()
  const request = requestToTrySchema.safeParse({
    method: draft.method,
    path: draft.path.trim(),
    headers: [...(host === '' ? [] : [{ name: 'host', value: host }]), ...given],
    body: draft.body,
  })
  if (!request.success) return problem(...(sentences[request.error.issues[0]?.path[0] ?? ''] ?? sentences['headers']!))
  const as = readAs(draft)
  if (!as) return problem('key', 'Paste the key; it has no spaces.')
  const source = sends || draft.source.trim() === '' ? null : draft.source.trim()
  if (source !== null && !pretendedSourceSchema.safeParse(source).success) return problem('source', 'An address such as 192.0.2.7.')
  return { kind: 'input', input: { request: request.data, as, source, sends, draft: null } }
}
