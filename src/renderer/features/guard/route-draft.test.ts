import { expect, test } from 'vitest'
import { applyEdits } from '../../../shared/policy-edits.ts'
import { policySchema } from '../../../shared/policy.ts'
import { draftOf, readDraft, type RouteDraft } from './route-draft.ts'

const policy = policySchema.parse({
  upstreams: [
    { id: 'u', name: 'U', targets: [{ url: 'http://127.0.0.1:3000', weight: 3 }] },
    { id: 'v', name: 'V', targets: [{ url: 'http://127.0.0.1:3001' }] },
  ],
  routes: [
    {
      id: 'r',
      name: 'R',
      upstream: 'u',
      match: {
        hosts: ['api.example.com'],
        methods: ['GET'],
        path: { kind: 'prefix', value: '/api' },
        headers: [
          { name: 'x-version', value: '2' },
          { name: 'x-beta', value: null },
        ],
      },
      settings: { identity: 'required', answerTimeoutMs: 5000, keepHost: true },
    },
  ],
})
const route = policy.routes[0]!
const after = (part: Partial<RouteDraft>) => {
  const read = readDraft(route, { ...draftOf(route), ...part })
  if (read.kind === 'problem') throw new Error(read.sentence)
  return policySchema.parse(applyEdits(policy, read.edits))
}

test('a form that nobody touched changes nothing', () => expect(after({})).toEqual(policy))

test('what was typed is changed, and nothing else', () => {
  expect(after({ name: 'Other', upstream: 'v', headers: 'X-Version' }).routes[0]).toEqual({
    ...route,
    name: 'Other',
    upstream: 'v',
    match: { ...route.match, headers: [{ name: 'x-version', value: null }] },
  })
})

test('settings are set and inherited again', () => {
  const { settings } = after({ settings: { answerTimeoutMs: null, identity: null, maxBodyBytes: '5' } }).routes[0]!
  expect(settings).toEqual({ keepHost: true, maxBodyBytes: 5 * 1024 * 1024 })
})

test.each<[Partial<RouteDraft>, object]>([
  [{ name: '' }, { field: 'name' }],
  [{ path: 'api' }, { field: 'path' }],
  [{ pathKind: 'pattern', path: '/users/{' }, { field: 'path' }],
  [{ hosts: 'a b/c' }, { field: 'hosts', sentence: '“b/c”: not a name of a host.' }],
  [{ methods: 'GE(T' }, { field: 'methods' }],
  [{ headers: 'x y: 1' }, { field: 'headers' }],
  [{ settings: { answerTimeoutMs: 'soon' } }, { field: 'settings', name: 'answerTimeoutMs' }],
])('%j is told at its field', (part, told) => {
  expect(readDraft(route, { ...draftOf(route), ...part })).toMatchObject({ kind: 'problem', ...told })
})
