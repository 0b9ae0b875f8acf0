/** A route as a form holds it, and back. Pure. */
import type { PolicyEdit } from '../../../shared/policy-edits.ts'
import type { Policy, Route } from '../../../shared/policy.ts'
import { routeSchema, upstreamSchema } from '../../../shared/policy.ts'
import type { SomeSettings } from '../../../shared/route-settings.ts'
import { addressesOf } from './service-draft.ts'

/** An empty text: inherited. */
export interface RouteDraft {
  name: string
  hosts: string
  pathKind: Route['match']['path']['kind']
  path: string
  methods: string
  targets: string
  identity: 'inherited' | NonNullable<SomeSettings['identity']>
  action: string
  answerSeconds: string
  maxBodyMegabytes: string
  stripPrefix: string
  securityHeaders: 'inherited' | 'on' | 'off'
  passThrough: 'inherited' | 'on' | 'off'
  /** Id of a key of the vault that is put into requests; empty: inherited. */
  vaultKey: string
  keyHeader: string
}

const textOf = (value: number | undefined, unit: number): string => (value === undefined ? '' : String(value / unit))
const switchOf = (value: boolean | undefined): 'inherited' | 'on' | 'off' => (value === undefined ? 'inherited' : value ? 'on' : 'off')
const mb = 1024 * 1024

export const draftOf = (policy: Policy, { name, match, upstream, settings }: Route): RouteDraft => ({
  name,
  hosts: match.hosts.join(' '),
  pathKind: match.path.kind,
  path: match.path.value,
  methods: match.methods.join(' '),
  targets:
    policy.upstreams
      .find(({ id }) => id === upstream)
      ?.targets.map(({ url }) => url)
      .join(' ') ?? '',
  identity: settings.identity ?? 'inherited',
  action: settings.action ?? '',
  answerSeconds: textOf(settings.answerTimeoutMs, 1000),
  maxBodyMegabytes: textOf(settings.maxBodyBytes, mb),
  stripPrefix: settings.stripPrefix ?? '',
  securityHeaders: switchOf(settings.securityHeaders),
  passThrough: switchOf(settings.passThrough),
  vaultKey: settings.injectKeys?.[0]?.secret.replace(/^vault:/, '') ?? '',
  keyHeader: settings.injectKeys?.[0]?.header ?? 'authorization',
})

/** As a bearer token where the header is that of one; further keys stay as they are. */
const injected = ({ injectKeys = [] }: SomeSettings, { vaultKey, keyHeader }: RouteDraft): SomeSettings['injectKeys'] => {
  const [first, ...others] = injectKeys
  const header = keyHeader.trim().toLowerCase()
  if (vaultKey === '') return others.length > 0 ? others : undefined
  const secret = `vault:${vaultKey}`
  if (first && first.secret === secret && first.header === header) return injectKeys
  return [{ header, template: header === 'authorization' ? 'Bearer {key}' : '{key}', secret }, ...others]
}

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '')
const booleanOf = (value: 'inherited' | 'on' | 'off'): boolean | undefined => (value === 'inherited' ? undefined : value === 'on')
const numberOf = (text: string, unit: number): number | undefined => (text.trim() === '' ? undefined : Math.round(Number(text) * unit))

const present = (settings: SomeSettings): SomeSettings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))

export type ReadRoute = { kind: 'edits'; edits: PolicyEdit[] } | { kind: 'problem'; field: keyof RouteDraft | null; sentence: string }

const fieldOfPath: Record<string, keyof RouteDraft> = {
  name: 'name',
  'match.hosts': 'hosts',
  'match.path': 'path',
  'match.methods': 'methods',
  'settings.action': 'action',
  'settings.answerTimeoutMs': 'answerSeconds',
  'settings.maxBodyBytes': 'maxBodyMegabytes',
  'settings.stripPrefix': 'stripPrefix',
  'settings.injectKeys': 'keyHeader',
  targets: 'targets',
}
const fieldOf = (path: readonly PropertyKey[]): keyof RouteDraft | null =>
  fieldOfPath[path.slice(0, 2).join('.')] ?? fieldOfPath[String(path[0])] ?? null

/** What the form does not show stays as it is. */
export const readDraft = (policy: Policy, route: Route, draft: RouteDraft): ReadRoute => {
  const upstream = policy.upstreams.find(({ id }) => id === route.upstream)
  const answerTimeoutMs = numberOf(draft.answerSeconds, 1000)
  const maxBodyBytes = numberOf(draft.maxBodyMegabytes, mb)
  if (Number.isNaN(answerTimeoutMs)) return { kind: 'problem', field: 'answerSeconds', sentence: 'This is no number of seconds.' }
  if (Number.isNaN(maxBodyBytes)) return { kind: 'problem', field: 'maxBodyMegabytes', sentence: 'This is no number of megabytes.' }
  const next = routeSchema.safeParse({
    ...route,
    name: draft.name,
    match: { ...route.match, hosts: words(draft.hosts), methods: words(draft.methods), path: { kind: draft.pathKind, value: draft.path } },
    settings: present({
      ...route.settings,
      identity: draft.identity === 'inherited' ? undefined : draft.identity,
      action: draft.action.trim() === '' ? undefined : draft.action.trim(),
      answerTimeoutMs,
      maxBodyBytes,
      stripPrefix: draft.stripPrefix === '' ? undefined : draft.stripPrefix,
      securityHeaders: booleanOf(draft.securityHeaders),
      passThrough: booleanOf(draft.passThrough),
      injectKeys: injected(route.settings, draft),
    }),
  })
  if (!next.success) {
    const [issue] = next.error.issues
    return { kind: 'problem', field: fieldOf(issue?.path ?? []), sentence: `${issue?.message ?? 'This is not valid'}.` }
  }
  const edits: PolicyEdit[] = [{ kind: 'put-route', route: next.data, before: null }]
  if (!upstream) return { kind: 'edits', edits }
  const urls = addressesOf(draft.targets)
  if (urls.join(' ') === upstream.targets.map(({ url }) => url).join(' ')) return { kind: 'edits', edits }
  const changed = upstreamSchema.safeParse({
    ...upstream,
    // A target that stays keeps its weight.
    targets: urls.map((url) => upstream.targets.find((target) => target.url === url) ?? { url }),
  })
  if (!changed.success)
    return { kind: 'problem', field: 'targets', sentence: 'An address is one such as http://127.0.0.1:3000; there is at least one.' }
  return { kind: 'edits', edits: [{ kind: 'put-upstream', upstream: changed.data }, ...edits] }
}
