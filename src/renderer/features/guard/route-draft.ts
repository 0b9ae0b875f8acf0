/** A route as a form holds it, and back. Pure. */
import type { PolicyEdit } from '../../../shared/policy-edits.ts'
import type { Route } from '../../../shared/policy.ts'
import { matchSchema, routeSchema } from '../../../shared/policy.ts'
import type { SettingName } from './setting-kinds.ts'
import { readSettings, type SettingsDraft } from './settings-draft.ts'
import { matchedHeadersText, readAs, readMatchedHeaders, readWords, type Typed } from './typed-values.ts'

export interface RouteDraft {
  name: string
  hosts: string
  methods: string
  pathKind: Route['match']['path']['kind']
  path: string
  headers: string
  /** Its id. */
  upstream: string
  settings: SettingsDraft
}
export type RouteField = Exclude<keyof RouteDraft, 'settings' | 'pathKind' | 'upstream'>

export const draftOf = ({ name, match, upstream }: Route): RouteDraft => ({
  name,
  hosts: match.hosts.join(' '),
  methods: match.methods.join(' '),
  pathKind: match.path.kind,
  path: match.path.value,
  headers: matchedHeadersText(match.headers),
  upstream,
  settings: {},
})

export type ReadRoute =
  | { kind: 'edits'; edits: PolicyEdit[] }
  | { kind: 'problem'; field: RouteField; sentence: string }
  | { kind: 'problem'; field: 'settings'; name: SettingName; sentence: string }

const matchParts = matchSchema.shape
const fieldsOf = (draft: RouteDraft) => ({
  name: readAs(routeSchema.shape.name, draft.name, draft.name.trim()),
  path: readAs(matchParts.path, { kind: draft.pathKind, value: draft.path }, draft.path),
  hosts: readWords(matchParts.hosts.unwrap().element, draft.hosts, 50),
  methods: readWords(matchParts.methods.unwrap().element, draft.methods, 20),
  headers: readMatchedHeaders(draft.headers),
})

/** `route`: as it was; what the form does not show stays so. */
export const readDraft = (route: Route, draft: RouteDraft): ReadRoute => {
  const { name, path, hosts, methods, headers } = fieldsOf(draft)
  const all: [RouteField, Typed<unknown>][] = Object.entries({ name, path, hosts, methods, headers }) as [RouteField, Typed<unknown>][]
  for (const [field, read] of all) if (!read.ok) return { kind: 'problem', field, sentence: read.sentence }
  const settings = readSettings(route.settings, draft.settings)
  if (settings.kind === 'problem') return { ...settings, field: 'settings' }
  if (!name.ok || !path.ok || !hosts.ok || !methods.ok || !headers.ok) throw new Error('unreachable')
  const match = { hosts: hosts.value, path: path.value, methods: methods.value, headers: headers.value }
  return {
    kind: 'edits',
    edits: [
      {
        kind: 'put-route',
        route: { ...route, name: name.value, match, upstream: draft.upstream, settings: settings.settings },
        before: null,
      },
    ],
  }
}
