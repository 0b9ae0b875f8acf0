import type { RequestOptions } from 'node:http'
import { expect, test } from 'vitest'
import { call } from './test-kit/call.ts'
import { policyFor, startGuard, startService } from './test-kit/running-guard.ts'

const echo = () =>
  startService((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')))
    request.on('end', () => {
      const { method, url, headers, rawHeaders } = request
      response.setHeader('content-type', 'application/json')
      response.setHeader('server', 'Old/1.0')
      response.setHeader('x-request-id', 'theirs')
      response.end(JSON.stringify({ method, url, headers, names: rawHeaders.filter((_, at) => at % 2 === 0), body }))
    })
  })
interface Echoed {
  method: string
  url: string
  headers: Record<string, string>
  names: string[]
  body: string
}
const echoed = async (url: string, options?: RequestOptions, body?: string): Promise<Echoed> =>
  JSON.parse((await call(url, options, body)).text) as Echoed

test('method, path, query, body and headers reach the target, and what was of the connection does not', async () => {
  const { url } = await startGuard(policyFor(await echo()))
  const seen = await echoed(
    `${url}/a%20b/c?x=1&y=%2F`,
    {
      method: 'PUT',
      headers: {
        'content-length': 5,
        cookie: 'a=b',
        connection: 'close, X-Secret',
        'x-secret': '1',
        'keep-alive': 'timeout=5',
        'proxy-authorization': 'Basic x',
        te: 'trailers',
      },
    },
    'hello',
  )
  expect(seen).toMatchObject({ method: 'PUT', url: '/a%20b/c?x=1&y=%2F', body: 'hello', headers: { cookie: 'a=b', 'content-length': '5' } })
  for (const name of ['x-secret', 'keep-alive', 'proxy-authorization', 'te', 'transfer-encoding'])
    expect(seen.headers).not.toHaveProperty(name)
})

test('a caller tells nothing of where it comes from, in whatever spelling', async () => {
  const target = await echo()
  const { url, port } = await startGuard(policyFor(target))
  const { headers, names } = await echoed(url, {
    headers: {
      'x-forwarded-for': '1.2.3.4',
      x_forwarded_for: '1.2.3.4',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'bank',
      'x-forwarded-port': '443',
      'x-real-ip': '1.2.3.4',
      forwarded: 'for=1.2.3.4',
      'x-request-id': 'mine',
    },
  })
  expect(headers).toMatchObject({
    host: new URL(target).host,
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': `127.0.0.1:${port}`,
    'x-forwarded-proto': 'http',
    'x-real-ip': '127.0.0.1',
  })
  expect(headers['x-request-id']).not.toBe('mine')
  expect(names.filter((name) => /_|^forwarded$|forwarded-port/i.test(name))).toEqual([])
})

test('a trusted proxy is believed as far as the last that is not', async () => {
  const { url, records } = await startGuard(policyFor(await echo(), { trustedProxies: ['127.0.0.0/8', '10.0.0.0/8'] }))
  const { headers } = await echoed(url, {
    headers: {
      'x-forwarded-for': '6.6.6.6, 8.8.8.8, 10.0.0.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'bank',
      forwarded: 'for=8.8.8.8',
    },
  })
  expect(headers).toMatchObject({
    'x-forwarded-for': '6.6.6.6, 8.8.8.8, 10.0.0.7, 127.0.0.1',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'bank',
    'x-real-ip': '8.8.8.8',
    forwarded: 'for=8.8.8.8, for=127.0.0.1',
  })
  expect(records[0]!.source).toBe('8.8.8.8')
})

test('the route writes headers and puts a key in; a caller sends neither, and no key of the guard goes on', async () => {
  const { url } = await startGuard(
    policyFor(await echo(), {
      settings: {
        setRequestHeaders: { 'x-set': 'ours' },
        removeRequestHeaders: ['x-gone'],
        injectKeys: [{ header: 'authorization', template: 'Bearer {key}', secret: 'vault:one' }],
      },
    }),
    { secretOf: (reference) => (reference === 'vault:one' ? 'sesame' : null) },
  )
  const ownKey = `gh_abcdefgh_${'k'.repeat(43)}`
  const { headers } = await echoed(url, {
    headers: { authorization: 'Bearer theirs', 'x-set': 'theirs', x_set: 'theirs', 'x-gone': '1', 'x-api-key': ownKey, 'x-other': ownKey },
  })
  expect(headers).toMatchObject({ authorization: 'Bearer sesame', 'x-set': 'ours' })
  expect(JSON.stringify(headers)).not.toMatch(/theirs|gh_|x-gone/)
})

test('without the key that is to be put in the route answers 503, also where the key could be no header', async () => {
  const policy = policyFor(await echo(), { settings: { injectKeys: [{ header: 'authorization', secret: 'vault:one' }] } })
  const missing = await startGuard(policy)
  const twoLines = await startGuard(policy, { secretOf: () => 'a\r\nb: c' })
  for (const { url } of [missing, twoLines]) expect((await call(url)).answer.statusCode).toBe(503)
})

test('the prefix of the route is taken off and another put before, in every spelling that finds the route', async () => {
  const target = await echo()
  const { url } = await startGuard({
    ...policyFor(target),
    routes: [
      {
        id: 'api',
        name: 'API',
        upstream: 'service',
        match: { path: { kind: 'prefix', value: '/api/v1' } },
        settings: { stripPrefix: '/api/v1', addPrefix: '/inner/' },
      },
    ],
  })
  const reached = async (path: string) => (await echoed(url, { path })).url
  expect(await reached('/api/v1/users?a=1')).toBe('/inner/users?a=1')
  expect(await reached('/api/v1')).toBe('/inner/')
  expect(await reached('/%61pi/v1/users')).toBe('/inner/users')
  expect(await reached('//api//v1//evil.example/x')).toBe('/inner/evil.example/x')
})

test('an answer has security headers, our request id once, and no banner; the target’s own headers stay', async () => {
  const target = await startService((_request, response) => {
    response.writeHead(200, {
      'x-frame-options': 'SAMEORIGIN',
      server: 'Old/1.0',
      'x-powered-by': 'PHP',
      'x-request-id': 'theirs',
      'set-cookie': ['a=1', 'b=2'],
    })
    response.end('hi')
  })
  const { url, records } = await startGuard(
    policyFor(target, { settings: { setResponseHeaders: { 'x-ours': '1' }, serverTiming: 'everybody' } }),
  )
  const { answer } = await call(url)
  expect(answer.headers).toMatchObject({
    'x-frame-options': 'SAMEORIGIN',
    'x-content-type-options': 'nosniff',
    'set-cookie': ['a=1', 'b=2'],
    'x-ours': '1',
    'x-request-id': records[0]!.id,
  })
  expect(answer.headers).not.toHaveProperty('server')
  expect(answer.headers).not.toHaveProperty('x-powered-by')
  expect(answer.headers['server-timing']).toMatch(/admit;dur=.*upstream;dur=/)
  expect(answer.headers).not.toHaveProperty('strict-transport-security')
})

test('what a refusal says echoes nothing of the request', async () => {
  const { url } = await startGuard({ ...policyFor(await echo()), routes: [] })
  const { answer, text } = await call(`${url}/<script>?<script>`, {
    headers: { 'x-evil': '<script>', host: 'script.example' },
    path: '/script/%3Cscript%3E',
  })
  expect(answer.statusCode).toBe(404)
  expect(answer.headers['content-type']).toBe('application/problem+json')
  expect(JSON.parse(text)).toEqual({
    type: 'urn:gatehouse:problem:no-route',
    title: 'Nothing is served here.',
    status: 404,
    requestId: answer.headers['x-request-id'],
  })
  expect(JSON.stringify(answer.headers) + text).not.toContain('script')
})
