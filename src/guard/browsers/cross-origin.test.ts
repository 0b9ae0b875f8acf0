import { expect, test } from 'vitest'
import { call } from '../test-kit/call.ts'
import { policyFor, startGuard, startService } from '../test-kit/running-guard.ts'

const shop = 'https://shop.example.com'
const setUp = async (settings: object, more: object = {}, answered: Record<string, string | string[]> = {}) => {
  const got: string[] = []
  const service = await startService((request, response) => {
    got.push(`${request.method} ${request.url}`)
    response.writeHead(200, answered).end('served')
  })
  const running = await startGuard(policyFor(service, { settings, ...more }))
  const preflight = (origin: string, method: string, headers: string | null = null, network = false) =>
    call(running.url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        ...(headers === null ? {} : { 'access-control-request-headers': headers }),
        ...(network ? { 'access-control-request-private-network': 'true' } : {}),
      },
    })
  const from = async (origin: string) => (await call(running.url, { headers: { origin } })).answer
  return { ...running, got, preflight, from }
}

test('a browser that asks first is answered by the guard, without a key and without the service', async () => {
  const { got, preflight } = await setUp({
    identity: 'required',
    corsOrigins: [shop],
    corsMethods: ['GET', 'DELETE'],
    corsHeaders: ['authorization'],
    corsCredentials: true,
    corsPrivateNetwork: true,
  })
  const { answer } = await preflight(shop, 'DELETE', 'Authorization', true)
  expect(answer.statusCode).toBe(204)
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': shop,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET, DELETE',
    'access-control-allow-headers': 'authorization',
    'access-control-max-age': '600',
    'access-control-allow-private-network': 'true',
    vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
  })
  expect(got).toEqual([])
})

test.each([
  ['an origin that is not named', 'https://evil.example', 'GET', null, false, 'its origin is not on the list'],
  ['no origin of its own', 'null', 'GET', null, false, 'the page has no origin of its own (null), which any page can have'],
  ['a name that only ends so', 'https://evilexample.com', 'GET', null, false, 'its origin is not on the list'],
  ['a name that only begins so', 'https://a.example.com.evil.net', 'GET', null, false, 'its origin is not on the list'],
  ['another scheme', 'http://a.example.com', 'GET', null, false, 'its origin is not on the list'],
  ['the name itself instead of one below it', 'https://example.com', 'GET', null, false, 'its origin is not on the list'],
  ['another method', 'https://a.example.com', 'PUT', null, false, 'its method is not on the list'],
  ['another header', 'https://a.example.com', 'GET', 'x-own', false, 'a header that it wants to send is not on the list'],
  ['a call into the private network', 'https://a.example.com', 'GET', null, true, 'pages of public places may not call into this network'],
] as const)('asked by %s, the guard refuses and says why in the record alone', async (_title, origin, method, headers, network, reason) => {
  const { preflight, recorded, got } = await setUp({ corsOrigins: ['https://*.example.com'] })
  const { answer, text } = await preflight(origin, method, headers, network)
  expect(answer.statusCode).toBe(403)
  expect(text).not.toContain(reason)
  const [record] = await recorded(1)
  expect(record).toMatchObject({ refusal: 'cross-origin', reason })
  expect(got).toEqual([])
})

test('what the service says about other origins is replaced, and caches keep an answer for each origin', async () => {
  const { from } = await setUp(
    { corsOrigins: [shop, 'https://*.partner.example'], corsExposed: ['x-total'] },
    {},
    {
      'access-control-allow-origin': '*',
      'Access-Control-Allow-Credentials': 'true',
      vary: 'accept-encoding',
    },
  )
  const named = await from('https://a.b.partner.example')
  expect(named.headers['access-control-allow-origin']).toBe('https://a.b.partner.example')
  expect(named.headers['access-control-allow-credentials']).toBeUndefined()
  expect(named.headers['access-control-expose-headers']).toBe('x-total')
  expect(named.headers.vary).toBe('accept-encoding, Origin')
  const other = await from('https://evil.example')
  expect(other.headers['access-control-allow-origin']).toBeUndefined()
  expect(other.headers.vary).toBe('accept-encoding, Origin')
  expect(other.statusCode).toBe(200)
})

test('an answer for all says so without an origin, and a refusal can be read by the page as well', async () => {
  const all = await setUp({ corsOrigins: ['*'] })
  expect((await all.from('https://anybody.example')).headers).toMatchObject({ 'access-control-allow-origin': '*' })
  expect((await all.from('https://anybody.example')).headers.vary).toBeUndefined()
  const refusing = await setUp({ corsOrigins: [shop], identity: 'required' })
  const answer = await refusing.from(shop)
  expect(answer.statusCode).toBe(401)
  expect(answer.headers['access-control-allow-origin']).toBe(shop)
})

test('a route for one method is found by what the page would send, and without a list the service answers by itself', async () => {
  const service = await startService((request, response) => response.end(request.method))
  const routes = [
    {
      id: 'write',
      name: 'Write',
      upstream: 'service',
      match: { methods: ['PUT'] },
      settings: { corsOrigins: [shop], corsMethods: ['PUT'] },
    },
    { id: 'read', name: 'Read', upstream: 'service' },
  ]
  const { url } = await startGuard({ ...policyFor(service), routes })
  const ask = (method: string) => call(url, { method: 'OPTIONS', headers: { origin: shop, 'access-control-request-method': method } })
  expect((await ask('PUT')).answer.statusCode).toBe(204)
  expect((await ask('GET')).text).toBe('OPTIONS')
})

test('a list of everybody goes with no cookies and no other origin', async () => {
  const { guard } = await setUp({})
  const faultsOf = async (settings: object, defaults: object = {}) => {
    const applied = await guard.apply(policyFor('http://127.0.0.1:9', { settings, defaults }))
    return applied.ok ? [] : applied.faults.map(({ path }) => path)
  }
  expect(await faultsOf({ corsOrigins: ['*'] }, { corsCredentials: true })).toEqual(['routes.0.settings.corsOrigins'])
  expect(await faultsOf({}, { corsOrigins: ['*', shop] })).toEqual(['defaults.corsOrigins', 'routes.0.settings.corsOrigins'])
  for (const origin of ['null', 'https://*.com', 'https://a.com/', 'a.com', 'https://*', 'https://a.*.com', 'https://*.*.a.com'])
    expect(await faultsOf({ corsOrigins: [origin] }), origin).not.toEqual([])
})
