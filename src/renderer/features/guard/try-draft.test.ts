import { expect, test } from 'vitest'
import { policySchema } from '../../../shared/policy.ts'
import { asConsumer, blankTry, readTry, tryOfEdits, tryOfRecord, tryOfRoute } from './try-draft.ts'

const policy = policySchema.parse({
  upstreams: [{ id: 'api', name: 'API', targets: [{ url: 'http://127.0.0.1:3000' }] }],
  routes: [
    {
      id: 'users',
      name: 'Users',
      upstream: 'api',
      match: {
        hosts: ['*.example.com'],
        methods: ['PUT'],
        path: { kind: 'pattern', value: '/users/{id}/{rest*}' },
        headers: [{ name: 'x-version', value: '2' }],
      },
    },
  ],
  consumers: [{ id: 'shop', name: 'Shop' }],
})
const inputOf = (part: object, sends = false) => {
  const read = readTry({ ...blankTry, ...part }, sends)
  if (read.kind === 'problem') throw new Error(`${read.field}: ${read.sentence}`)
  return read.input
}

test('begun from a route it is a request that the route takes', () => {
  expect(tryOfRoute(policy.routes[0]!)).toMatchObject({
    method: 'PUT',
    host: 'www.example.com',
    path: '/users/1/1',
    headers: 'x-version: 2',
    as: 'nobody',
  })
})

test('begun from a record it holds what was recorded, of consumers only those that are still there', () => {
  const record = { method: 'DELETE', template: '/users/{id}', route: 'users', consumer: 'shop', source: '192.0.2.7' }
  expect(tryOfRecord(record, policy)).toMatchObject({ method: 'DELETE', path: '/users/1', as: asConsumer('shop'), source: '192.0.2.7' })
  expect(tryOfRecord({ ...record, consumer: 'gone', route: null, template: null }, policy)).toMatchObject({ path: '/', as: 'nobody' })
})

test('begun from a change it is a request that the change concerns', () => {
  const [route] = policy.routes
  const [shop] = policy.consumers
  expect(
    tryOfEdits([{ kind: 'put-route', route: { ...route!, match: { ...route!.match, methods: ['GET'] } }, before: null }], policy),
  ).toMatchObject({
    method: 'GET',
    path: '/users/1/1',
  })
  expect(tryOfEdits([{ kind: 'put-consumer', consumer: { ...shop!, id: 'new' } }], policy)).toMatchObject({
    path: '/users/1/1',
    as: asConsumer('new'),
  })
  expect(tryOfEdits([{ kind: 'set-pass-through', on: true }], { routes: [] })).toEqual(blankTry)
})

test('what was typed is read into a request, with its host among the headers', () => {
  expect(inputOf({ method: 'post', path: ' /a?b=c ', headers: 'Accept: text/html\n\nX-Two:  a:b', body: '{}' })).toMatchObject({
    request: {
      method: 'POST',
      path: '/a?b=c',
      headers: [
        { name: 'host', value: 'localhost' },
        { name: 'accept', value: 'text/html' },
        { name: 'x-two', value: 'a:b' },
      ],
      body: '{}',
    },
    as: { kind: 'nobody' },
    source: null,
    sends: false,
  })
  expect(inputOf({ as: 'key', key: ' gh_key ' }).as).toEqual({ kind: 'key', key: 'gh_key' })
  expect(inputOf({ as: asConsumer('shop') }).as).toEqual({ kind: 'consumer', consumer: 'shop' })
})

test('an address is pretended to decide, and never where it is sent', () => {
  expect(inputOf({ source: '10.0.0.1' }).source).toBe('10.0.0.1')
  expect(inputOf({ source: '10.0.0.1' }, true).source).toBe(null)
})

test.each([
  ['path', { path: 'orders' }],
  ['path', { path: '/a b' }],
  ['headers', { headers: 'no colon' }],
  ['headers', { headers: 'transfer-encoding: chunked' }],
  ['key', { as: 'key', key: ' ' }],
  ['source', { source: 'here' }],
])('%s that is not good is told at its field: %j', (field, part) => {
  expect(readTry({ ...blankTry, ...part }, false)).toMatchObject({ kind: 'problem', field, sentence: expect.stringMatching(/\.$/) })
})
