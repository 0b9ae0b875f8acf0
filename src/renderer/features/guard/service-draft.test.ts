import { expect, test } from 'vitest'
import { applyEdits } from '../../../shared/policy-edits.ts'
import { policySchema } from '../../../shared/policy.ts'
import { addressesOf, editsOf, emptyService, serviceProblem } from './service-draft.ts'

const empty = policySchema.parse({})
const draft = { ...emptyService(empty), name: 'Print API', targets: '3000' }

test('a port alone, a host without a scheme and a whole address are all addresses', () => {
  expect(addressesOf('3000 10.0.0.7:9000, https://api.example.com')).toEqual([
    'http://127.0.0.1:3000',
    'http://10.0.0.7:9000',
    'https://api.example.com',
  ])
})

test.each([
  [{ name: ' ' }, 'name'],
  [{ port: '0' }, 'port'],
  [{ port: '70000' }, 'port'],
  [{ targets: '' }, 'targets'],
  [{ targets: 'http://a b/c' }, 'targets'],
  [{ targets: 'http://x/path' }, 'targets'],
  [{ path: 'api' }, 'path'],
])('%j is told at its field', (part, field) => expect(serviceProblem({ ...draft, ...part })?.field).toBe(field))

test('it becomes a listener, an upstream and a route that make a valid policy', () => {
  expect(serviceProblem(draft)).toBeNull()
  const policy = policySchema.parse(applyEdits(empty, editsOf(empty, draft)))
  expect(policy.listeners).toMatchObject([{ port: 8080 }])
  expect(policy.upstreams).toMatchObject([{ id: 'print-api', targets: [{ url: 'http://127.0.0.1:3000' }] }])
  expect(policy.routes).toMatchObject([{ id: 'print-api', upstream: 'print-api' }])
})

test('a second service on the same port uses the listener that is there, and gets a name of its own', () => {
  const first = policySchema.parse(applyEdits(empty, editsOf(empty, draft)))
  const second = policySchema.parse(applyEdits(first, editsOf(first, { ...draft, path: '/two' })))
  expect(second.listeners).toHaveLength(1)
  expect(second.routes.map(({ id }) => id)).toEqual(['print-api', 'print-api-2'])
})
