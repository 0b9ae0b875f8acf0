/** Reads the file of a guard that runs alone: a policy as in the console, and where it answers for itself. Faults say their line. */
import { LineCounter, isMap, isNode, isPair, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import { z } from 'zod'
import { isAddress } from '../../shared/network-address.ts'
import type { Policy } from '../../shared/policy.ts'
import { policySchema } from '../../shared/policy.ts'
import { effectiveSettings } from '../../shared/route-settings.ts'
import { readReference } from './references.ts'
import type { ReferenceSources } from './references.ts'

const adminSchema = z.strictObject({
  host: z.string().refine(isAddress, 'not an address').default('127.0.0.1'),
  port: z.int().min(0).max(65_535),
})
export type Admin = z.infer<typeof adminSchema>

export interface ConfigFault {
  line: number
  column: number
  /** `routes.0.upstream`; empty where the file as a whole is meant. */
  path: string
  message: string
}

export type ConfigRead =
  { ok: true; policy: Policy; admin: Admin | null; secrets: ReadonlyMap<string, string> } | { ok: false; faults: ConfigFault[] }

type Path = readonly (string | number)[]

const offsetOf = (document: Document.Parsed, path: Path): number => {
  // What is missing is told at what it is missing from.
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    const pair = isMap(parent) ? parent.items.find((item) => isPair(item) && String(item.key) === String(path[length - 1])) : undefined
    const node = pair && isPair(pair) ? pair.key : document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}

const issuesOf = (error: z.ZodError): { path: Path; message: string }[] =>
  error.issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key], message: 'there is no such setting' }))
    return [{ path, message: issue.message }]
  })

/** Where each route's injected keys stand: on the route, or in the defaults. */
const secretPaths = (given: {
  defaults?: unknown
  routes?: unknown
  telemetry?: unknown
  issuers?: unknown
  redis?: unknown
}): { path: Path; reference: unknown }[] => {
  const of = (settings: unknown, path: Path) => {
    const { injectKeys: keys, csrfKey } = (settings ?? {}) as { injectKeys?: unknown; csrfKey?: unknown }
    return [
      ...(csrfKey === undefined || csrfKey === null ? [] : [{ path: [...path, 'csrfKey'], reference: csrfKey }]),
      ...(Array.isArray(keys) ? (keys as unknown[]) : []).map((key, at) => ({
        path: [...path, 'injectKeys', at, 'secret'],
        reference: (key as { secret?: unknown } | null)?.secret,
      })),
    ]
  }
  const routes = Array.isArray(given.routes) ? (given.routes as unknown[]) : []
  const { password } = (given.redis ?? {}) as { password?: unknown }
  const { headers } = (given.telemetry ?? {}) as { headers?: unknown }
  return [
    ...(Array.isArray(headers) ? (headers as unknown[]) : []).map((header, at) => ({
      path: ['telemetry', 'headers', at, 'secret'],
      reference: (header as { secret?: unknown } | null)?.secret,
    })),
    ...(Array.isArray(given.issuers) ? (given.issuers as unknown[]) : []).flatMap((issuer, at) => {
      const { kind, secret } = ((issuer as { keys?: unknown } | null)?.keys ?? {}) as { kind?: unknown; secret?: unknown }
      return kind === 'secret' ? [{ path: ['issuers', at, 'keys', 'secret'], reference: secret }] : []
    }),
    ...(password === undefined || password === null ? [] : [{ path: ['redis', 'password'], reference: password }]),
    ...of(given.defaults, ['defaults']),
    ...routes.flatMap((route, at) => of((route as { settings?: unknown } | null)?.settings, ['routes', at, 'settings'])),
  ]
}

export const readConfig = (text: string, sources: ReferenceSources): ConfigRead => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  if (document.errors.length > 0)
    return { ok: false, faults: document.errors.map(({ pos, message }) => ({ ...place(pos[0]), path: '', message })) }
  let given: unknown
  try {
    given = document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    return { ok: false, faults: [{ line: 1, column: 1, path: '', message: (error as Error).message }] }
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return {
      ok: false,
      faults: [{ line: 1, column: 1, path: '', message: 'this is no policy: listeners, upstreams and routes are missing' }],
    }

  const { admin: givenAdmin, ...givenPolicy } = given as Record<string, unknown>
  const admin = adminSchema.nullable().default(null).safeParse(givenAdmin)
  const policy = policySchema.safeParse(givenPolicy)
  const issues = [
    ...(admin.success ? [] : issuesOf(admin.error).map(({ path, message }) => ({ path: ['admin', ...path] as Path, message }))),
    ...(policy.success ? [] : issuesOf(policy.error)),
  ]
  if (policy.success && policy.data.listeners.length === 0) issues.push({ path: ['listeners'], message: 'there is no port to serve on' })
  if (policy.success && policy.data.metrics)
    issues.push({ path: ['metrics'], message: 'alone the guard tells its figures on the port of admin' })
  const secrets = new Map<string, string>()
  for (const { path, reference } of secretPaths(givenPolicy)) {
    const read = readReference(reference, sources)
    if (read.ok) secrets.set(reference as string, read.secret)
    else issues.push({ path, message: read.message })
  }
  if (!admin.success || !policy.success || issues.length > 0)
    return {
      ok: false,
      faults: issues
        .map(({ path, message }) => ({ ...place(offsetOf(document, path)), path: path.join('.'), message }))
        .toSorted((a, b) => a.line - b.line || a.column - b.column),
    }
  return { ok: true, policy: policy.data, admin: admin.data, secrets }
}

/** Routes whose keys would go to a target in plain text over the network. */
export const plainKeyRoutes = (policy: Policy): string[] =>
  policy.routes
    .filter((route) => effectiveSettings(policy, route).settings.injectKeys.length > 0)
    .filter(({ upstream }) =>
      policy.upstreams
        .find(({ id }) => id === upstream)
        ?.targets.some(({ url }) => url.startsWith('http:') && !/^http:\/\/(?:127\.|localhost|\[::1\])/i.test(url)),
    )
    .map(({ id }) => id)
