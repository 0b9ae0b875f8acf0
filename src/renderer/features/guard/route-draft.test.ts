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
