import { expect, test } from 'vitest'
import { applyEdits } from '../../../shared/policy-edits.ts'
import { policySchema } from '../../../shared/policy.ts'
import { draftOf, readDraft, type RouteDraft } from './route-draft.ts'

const policy = policySchema.parse({
  upstreams: [{ id: 'u', name: 'U', targets: [{ url: 'http://127.0.0.1:3000', weight: 3 }] }],
  routes: [
    {
      id: 'r',
      name: 'R',
      upstream: 'u',
      match: { hosts: ['api.example.com'], methods: ['GET'], path: { kind: 'prefix', value: '/api' } },
      settings: { identity: 'required', answerTimeoutMs: 5000, keepHost: true },
    },
  ],
})
const route = policy.routes[0]!
const after = (part: Partial<RouteDraft>) => {
  const read = readDraft(policy, route, { ...draftOf(policy, route), ...part })
  if (read.kind === 'problem') throw new Error(read.sentence)
  return policySchema.parse(applyEdits(policy, read.edits))
}

test('a form that nobody touched changes nothing', () => expect(after({})).toEqual(policy))

test('what the form does not show stays', () => {
  expect(after({ name: 'Other' }).routes[0]).toEqual({ ...route, name: 'Other' })
})

test('an emptied field is inherited again', () => {
  const { settings } = after({ answerSeconds: '', identity: 'inherited' }).routes[0]!
  expect(settings).toEqual({ keepHost: true })
})

test('targets are changed with the route; one that stays keeps its weight', () => {
  const { upstreams } = after({ targets: 'http://127.0.0.1:3000 3001' })
  expect(upstreams[0]!.targets).toEqual([
    { url: 'http://127.0.0.1:3000', weight: 3 },
    { url: 'http://127.0.0.1:3001', weight: 1 },
  ])
})

test.each<[Partial<RouteDraft>, keyof RouteDraft]>([
  [{ name: '' }, 'name'],
  [{ path: 'api' }, 'path'],
  [{ hosts: 'a b/c' }, 'hosts'],
  [{ methods: 'GE(T' }, 'methods'],
  [{ answerSeconds: 'soon' }, 'answerSeconds'],
  [{ maxBodyMegabytes: '-1' }, 'maxBodyMegabytes'],
  [{ targets: '' }, 'targets'],
])('%j is told at its field', (part, field) => {
  expect(readDraft(policy, route, { ...draftOf(policy, route), ...part })).toMatchObject({ kind: 'problem', field })
})

test('a key of the vault is put in as a bearer token, in another header as it is, and taken out again', () => {
  const put = after({ vaultKey: 'k1' })
  expect(put.routes[0]!.settings.injectKeys).toEqual([{ header: 'authorization', template: 'Bearer {key}', secret: 'vault:k1' }])
  const other = after({ vaultKey: 'k1', keyHeader: 'X-Api-Key' })
  expect(other.routes[0]!.settings.injectKeys).toEqual([{ header: 'x-api-key', template: '{key}', secret: 'vault:k1' }])
  const known = put.routes[0]!
  expect(draftOf(put, known)).toMatchObject({ vaultKey: 'k1', keyHeader: 'authorization' })
  const read = readDraft(put, known, { ...draftOf(put, known), vaultKey: '' })
  expect(read).toMatchObject({ kind: 'edits' })
  expect(read.kind === 'edits' && applyEdits(put, read.edits).routes[0]!.settings).not.toHaveProperty('injectKeys')
})
