import { describe, expect, test } from 'vitest'
import { admit } from './admission.ts'

const port = 4280
const ask = (method: string, target: string, headers: Record<string, string> = {}) =>
  admit({ method, target, rawHeaders: Object.entries({ Host: '127.0.0.1:4280', ...headers }).flat() }, port)
const refusalOf = (admission: ReturnType<typeof admit>) => (admission.kind === 'refused' ? admission.refusal.status : 'admitted')
const own = { 'Sec-Fetch-Site': 'same-origin' }

describe('Host', () => {
  test.each(['127.0.0.1:4280', 'localhost:4280'])('%s is ours', (host) => {
    expect(refusalOf(ask('GET', '/', { Host: host }))).toBe('admitted')
  })
  test.each(['127.0.0.1', '127.0.0.1:4281', 'evil.example:4280', 'localhost.:4280', '[::1]:4280', '127.1:4280', ' ', 'LOCALHOST:4280'])(
    '%s is not',
    (host) => {
      expect(refusalOf(ask('GET', '/', { Host: host }))).toBe(421)
    },
  )
  test('none, or two, is refused, also where both are right', () => {
    expect(refusalOf(admit({ method: 'GET', target: '/', rawHeaders: [] }, port))).toBe(421)
    expect(refusalOf(admit({ method: 'GET', target: '/', rawHeaders: ['Host', 'localhost:4280', 'host', 'localhost:4280'] }, port))).toBe(
      421,
    )
  })
  test('the port may be left out on port 80 only', () => {
    expect(refusalOf(admit({ method: 'GET', target: '/', rawHeaders: ['Host', '127.0.0.1'] }, 80))).toBe('admitted')
  })
})

test.each([
  ['http://127.0.0.1:4280/', 421],
  ['http://evil.example/', 421],
  ['//evil.example/', 400],
  ['*', 400],
  ['/%', 400],
  ['/a\\b', 400],
])('the target %s is refused', (target, status) => {
  expect(refusalOf(ask('GET', target))).toBe(status)
})

describe('rpc, api and host', () => {
  const guarded = [
    '/rpc/access/state',
    '/api/access/state',
    '/api',
    '/host/exchange',
    '/%61pi/access/state',
    '/x/../api/access/state',
    '/api?x=1',
  ]
  test.each(guarded)('%s is for our own page only', (target) => {
    expect(refusalOf(ask('GET', target, own))).toBe('admitted')
    expect(refusalOf(ask('GET', target))).toBe(403)
    for (const site of ['cross-site', 'same-site', 'none', 'same-origin, same-origin', ''])
      expect(refusalOf(ask('GET', target, { 'Sec-Fetch-Site': site }))).toBe(403)
  })
  test.each(['http://127.0.0.1:4281', 'http://localhost:4280', 'https://127.0.0.1:4280', 'null', ''])(
    'the origin %j is foreign',
    (origin) => {
      expect(refusalOf(ask('GET', '/api/access/state', { ...own, Origin: origin }))).toBe(403)
    },
  )
  test('our own origin may be said', () => {
    expect(refusalOf(ask('GET', '/api/access/state', { ...own, Origin: 'http://127.0.0.1:4280' }))).toBe('admitted')
  })
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp'])(
    'a body of %s is refused',
    (type) => {
      expect(refusalOf(ask('POST', '/rpc/access/signIn', { ...own, 'Content-Type': type, 'Content-Length': '2' }))).toBe(415)
    },
  )
  test('a body without a type is refused, no body needs none', () => {
    expect(refusalOf(ask('POST', '/rpc/access/signIn', { ...own, 'Content-Length': '2' }))).toBe(415)
    expect(refusalOf(ask('POST', '/rpc/access/signIn', { ...own, 'Transfer-Encoding': 'chunked' }))).toBe(415)
    expect(refusalOf(ask('POST', '/api/access/sign-out', { ...own, 'Content-Length': '0' }))).toBe('admitted')
    expect(
      refusalOf(ask('POST', '/rpc/access/signIn', { ...own, 'Content-Type': 'Application/JSON; charset=utf-8', 'Content-Length': '2' })),
    ).toBe('admitted')
  })
  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])('%s is refused', (method) => {
    expect(refusalOf(ask(method, '/rpc/access/state', own))).toBe(405)
  })
})

describe('access tokens', () => {
  const token = 'gatehouse_pat_x'
  const bearer = { Authorization: `Bearer ${token}` }
  test('open /api to a program that is no browser', () => {
    expect(ask('GET', '/api/metrics/now', bearer)).toEqual({
      kind: 'admitted',
      path: '/api/metrics/now',
      hostToken: null,
      accessToken: token,
    })
    expect(refusalOf(ask('POST', '/api/guard/start', { ...bearer, 'Content-Type': 'application/json', 'Content-Length': '2' }))).toBe(
      'admitted',
    )
  })
  test.each(['Origin', 'Sec-Fetch-Site', 'sec-fetch-dest', 'SEC-FETCH-USER', 'Sec-Fetch-Storage-Access'])(
    'are refused beside %s, whatever it says',
    (header) => {
      for (const value of ['same-origin', 'none', 'http://127.0.0.1:4280', ''])
        expect(refusalOf(ask('GET', '/api/metrics/now', { ...bearer, [header]: value }))).toBe(403)
    },
  )
  test('are not refused for what the fetch of Node sends, but for what a browser sends with it', () => {
    const ofNode = { ...bearer, 'sec-fetch-mode': 'cors' }
    expect(refusalOf(ask('GET', '/api/metrics/now', ofNode))).toBe('admitted')
    expect(refusalOf(ask('GET', '/api/metrics/now', { ...ofNode, 'Sec-Fetch-Site': 'cross-site' }))).toBe(403)
  })
  test.each(['/rpc/monitoring/now', '/', '/api', '/host/exchange', '/download/x', '/%61pi/../rpc/x'])('do not open %s', (target) => {
    expect(ask('GET', target, bearer)).toMatchObject({ refusal: { status: 403, code: 'NOT_FOR_TOKENS' } })
  })
  test('do not go together with a host token, nor twice in one request', () => {
    expect(refusalOf(ask('GET', '/api/metrics/now', { ...bearer, 'X-Gatehouse-Host': 'x' }))).toBe(403)
    const twice = ['Host', '127.0.0.1:4280', 'Authorization', `Bearer ${token}`, 'authorization', `Bearer ${token}`]
    expect(refusalOf(admit({ method: 'GET', target: '/api/metrics/now', rawHeaders: twice }, port))).toBe(403)
  })
  test.each(['Basic gatehouse_pat_x', 'gatehouse_pat_x', 'Bearer x', 'Bearer', 'Bearer x gatehouse_pat_x'])(
    'are not %s',
    (authorization) => {
      expect(refusalOf(ask('GET', '/api/metrics/now', { Authorization: authorization }))).toBe(403)
    },
  )
  test.each(['evil.example', '127.0.0.1:1'])('do not open the Host %s', (host) => {
    expect(refusalOf(ask('GET', '/api/metrics/now', { ...bearer, Host: host }))).toBe(421)
  })
})

describe('pages and files', () => {
  test.each(['X-Gatehouse-Host', 'Authorization'])('with %s only our own page may ask, whatever the path', (header) => {
    expect(refusalOf(ask('GET', '/', { [header]: 'x', ...own }))).toBe('admitted')
    expect(refusalOf(ask('GET', '/', { [header]: 'x' }))).toBe(403)
    expect(
      refusalOf(
        ask('GET', '/', { [header]: 'x', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }),
      ),
    ).toBe(403)
  })
  test('a link on another page may lead here', () => {
    expect(refusalOf(ask('GET', '/', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }))).toBe(
      'admitted',
    )
  })
  test('another page may neither frame us nor load our files', () => {
    expect(refusalOf(ask('GET', '/', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' }))).toBe(
      403,
    )
    expect(
      refusalOf(ask('GET', '/assets/a.js', { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' })),
    ).toBe(403)
  })
  test('a download is our own page or the person, never a link from elsewhere', () => {
    expect(refusalOf(ask('GET', '/download/x', own))).toBe('admitted')
    expect(
      refusalOf(ask('GET', '/download/x', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' })),
    ).toBe(403)
  })
  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused', (method) => {
    expect(ask(method, '/')).toMatchObject({ refusal: { status: 405, allow: 'GET, HEAD' } })
  })
})
