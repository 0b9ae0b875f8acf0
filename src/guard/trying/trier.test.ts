import { expect, test } from 'vitest'
import type { TryOrder } from '../../shared/guard-protocol.ts'
import { claimsAt, ecPair, issuerOf, jwksOf, signedBy, tokenOf } from '../test-kit/token-maker.ts'
import { gatesOf, orderOf, startTried, triedKeyOf } from '../test-kit/tried.ts'

test('deciding alone tells each stage and what would be sent, and nothing reaches the target, a limit or the records', async () => {
  const { attempt, got, records, guard } = await startTried(
    {
      settings: {
        identity: 'required',
        stripPrefix: '/api',
        addPrefix: '/v2',
        injectKeys: [{ header: 'x-upstream-key', secret: 'vault:one' }],
      },
      limits: [{ id: 'few', name: 'Few', layer: 'consumer', limit: 2, perMs: 60_000 }],
    },
    { secretOf: () => 'sesame-of-the-vault' },
  )
  for (let time = 0; time < 5; time++) {
    const tried = await attempt(
      orderOf({ method: 'POST', path: '/api/print?token=t', body: '{"a":1}' }, { as: { kind: 'consumer', consumer: 'ann' } }),
    )
    expect(gatesOf(tried)).toMatchObject({
      admit: 'passed',
      identify: 'passed',
      authorise: 'passed',
      limit: 'passed',
      forward: 'passed',
      log: 'never',
    })
    expect(tried).toMatchObject({ route: 'all', consumer: 'ann', answer: null, problem: null, source: '127.0.0.1' })
    expect(tried.limits).toMatchObject([{ limit: 'few', left: 2, waitMs: 0 }])
    expect(tried.sent).toMatchObject({ method: 'POST', path: '/v2/print?token=t', bodyBytes: 7 })
    expect(tried.sent!.headers).toContainEqual({ name: 'x-upstream-key', value: null })
    expect(JSON.stringify(tried)).not.toMatch(/sesame|gh_/)
  }
  expect(got).toEqual([])
  expect(records).toEqual([])
  expect(guard.requestsNow()).toBe(0)
  expect(guard.limitsInUse()[0]).toMatchObject({ keys: 0, asked: 0 })
})

test('what is sent goes to the target once, is counted, recorded as tried, and its answer comes back without its cookies', async () => {
  const { attempt, got, recorded, guard } = await startTried({
    settings: { identity: 'optional' },
    limits: [{ id: 'few', name: 'Few', layer: 'global', limit: 1, perMs: 60_000 }],
  })
  const sends = { sends: true, as: { kind: 'consumer', consumer: 'ann' } } as const
  const tried = await attempt(orderOf({ method: 'POST', path: '/print', body: 'hello' }, sends))
  expect(tried.answer).toMatchObject({ by: 'target', status: 200, body: 'served POST', isCut: false, isText: true })
  expect(tried.answer!.headers).toContainEqual({ name: 'set-cookie', value: null })
  expect(tried.answer!.headers.find(({ name }) => name === 'server-timing')?.value).toMatch(/identify;dur=.*upstream;dur=/)
  expect(got).toMatchObject([{ url: '/print', body: 'hello', headers: { 'x-forwarded-for': '127.0.0.1' } }])
  expect(got[0]!.headers).not.toHaveProperty('authorization')
  const again = await attempt(orderOf({}, sends))
  expect(gatesOf(again)).toMatchObject({ limit: 'stopped rate-limited', forward: 'never' })
  expect(again.answer).toMatchObject({ by: 'guard', status: 429 })
  expect(await recorded(2)).toMatchObject([
    { id: tried.id, triedBy: 'mara', consumer: 'ann', status: 200 },
    { id: again.id, triedBy: 'mara', refusal: 'rate-limited' },
  ])
  expect(got).toHaveLength(1)
  expect(guard.requestsNow()).toBe(0)
})

test('each refusal is told with the stage that says it, its sentence and its reason', async () => {
  const { attempt, got } = await startTried({
    bounds: { headers: 12 },
    settings: { identity: 'required', maxUrlBytes: 40, maxBodyBytes: 10 },
    issuers: [issuerOf(jwksOf({ one: ecPair().publicKey }), { others: 'ann' })],
    limits: [{ id: 'none', name: 'None', layer: 'consumer', consumer: 'far', limit: 1, perMs: 60_000 }],
    routes: [
      {
        id: 'all',
        name: 'All',
        match: { path: { kind: 'prefix', value: '/shop' } },
        upstream: 'service',
        settings: { identity: 'required', maxUrlBytes: 40, maxBodyBytes: 10 },
      },
      {
        id: 'jobs',
        name: 'Jobs',
        match: { path: { kind: 'prefix', value: '/jobs' } },
        upstream: 'service',
        settings: { identity: 'required', action: 'cancel_jobs' },
      },
      {
        id: 'page',
        name: 'Page',
        match: { path: { kind: 'prefix', value: '/page' } },
        upstream: 'service',
        settings: { corsOrigins: ['https://shop.test'] },
      },
      {
        id: 'keyed',
        name: 'Keyed',
        match: { path: { kind: 'prefix', value: '/keyed' } },
        upstream: 'service',
        settings: { injectKeys: [{ header: 'x-k', secret: 'gone' }] },
      },
    ],
  })
  const many = Array.from({ length: 20 }, (_, at) => ({ name: `x-${at}`, value: '1' }))
  const host = { name: 'host', value: 'shop.test' }
  const preflight = [host, { name: 'origin', value: 'https://evil.test' }, { name: 'access-control-request-method', value: 'GET' }]
  const foreign = tokenOf({ alg: 'ES256', kid: 'one' }, claimsAt(Date.now()), signedBy(ecPair().privateKey))
  const cases: [string, string, TryOrder][] = [
    ['admit', 'bad-request', orderOf({ path: '/shop/%5c' })],
    ['admit', 'bad-request', orderOf({ path: '/shop', headers: [host, host] })],
    ['admit', 'no-route', orderOf({ path: '/nothing' })],
    ['admit', 'method-refused', orderOf({ method: 'TRACE', path: '/shop' })],
    ['admit', 'url-too-long', orderOf({ path: `/shop/${'x'.repeat(50)}` })],
    ['admit', 'too-large', orderOf({ path: '/shop', method: 'POST', body: 'x'.repeat(11) })],
    ['admit', 'headers-too-large', orderOf({ path: '/shop', headers: [host, ...many] })],
    ['identify', 'key-needed', orderOf({ path: '/shop' })],
    ['identify', 'unknown-key', orderOf({ path: '/shop' }, { as: { kind: 'key', key: triedKeyOf('nobodyxx') } })],
    ['identify', 'unknown-key', orderOf({ path: '/shop' }, { as: { kind: 'consumer', consumer: 'off' } })],
    ['identify', 'bad-token', orderOf({ path: '/shop' }, { as: { kind: 'key', key: foreign } })],
    ['identify', 'unknown-key', orderOf({ path: '/shop' }, { as: { kind: 'consumer', consumer: 'stranger' } })],
    ['cross-origin', 'cross-origin', orderOf({ method: 'OPTIONS', path: '/page', headers: preflight })],
    ['identify', 'wrong-network', orderOf({ path: '/shop' }, { as: { kind: 'consumer', consumer: 'far' }, source: '192.0.2.7' })],
    ['authorise', 'not-allowed', orderOf({ path: '/jobs' }, { as: { kind: 'key', key: triedKeyOf('annannan') } })],
    ['forward', 'no-target', orderOf({ path: '/keyed' })],
  ]
  for (const [stage, code, order] of cases) {
    const tried = await attempt(order)
    const stopped = tried.stages.find(({ kind }) => kind === 'stopped')
    expect(stopped, code).toMatchObject({ name: stage, code, title: expect.stringMatching(/\.$/) })
    expect(tried.answer, code).toMatchObject({ by: 'guard', status: expect.any(Number), isText: true })
    expect(tried.sent, code).toBe(null)
  }
  const near = await attempt(orderOf({ path: '/shop' }, { as: { kind: 'consumer', consumer: 'far' }, source: '10.1.2.3' }))
  expect(gatesOf(near)).toMatchObject({ identify: 'passed', limit: 'passed', forward: 'passed' })
  expect(near.source).toBe('10.1.2.3')
  expect(got).toEqual([])
})

test('headers beyond what the parser takes are told, too', async () => {
  const { attempt } = await startTried({ bounds: { headerBytes: 1024 } })
  const tried = await attempt(
    orderOf({
      headers: [
        { name: 'host', value: 'a' },
        { name: 'x-long', value: 'x'.repeat(3000) },
      ],
    }),
  )
  expect(tried).toMatchObject({ route: null, answer: null, problem: expect.stringMatching(/headers are too large/) })
})

test('a target that is away is told as the forwarding’s, and one that is slow gives up by itself', async () => {
  const { attempt, recorded } = await startTried({ upstream: { targets: [{ url: 'http://127.0.0.1:9' }] } })
  const tried = await attempt(orderOf({}, { sends: true }))
  expect(gatesOf(tried)).toMatchObject({ limit: 'passed', forward: 'stopped upstream-failed' })
  expect(tried.answer).toMatchObject({ by: 'guard', status: 502 })
  expect(await recorded(1)).toMatchObject([{ triedBy: 'mara', refusal: 'upstream-failed' }])
})

test('a long answer is cut, and one that is no text is only counted', async () => {
  const { attempt } = await startTried()
  const long = await attempt(orderOf({ path: '/long' }, { sends: true }))
  expect(long.answer).toMatchObject({ bodyBytes: 200_000, isCut: true, isText: true })
  expect(long.answer!.body).toHaveLength(64 * 1024)
  expect((await attempt(orderOf({ path: '/bytes' }, { sends: true }))).answer).toMatchObject({ body: '', bodyBytes: 3, isText: false })
})

test('a service that tells what it was sent tells no injected key', async () => {
  const injectKeys = [{ header: 'authorization', template: 'Bearer {key}', secret: 'vault:one' }]
  const { attempt, got } = await startTried({ settings: { injectKeys } }, { secretOf: () => 'sesame-of-the-vault' })
  const tried = await attempt(orderOf({ path: '/echo' }, { sends: true }))
  expect(got[0]!.headers.authorization).toBe('Bearer sesame-of-the-vault')
  expect(tried.answer!.body).toContain('Bearer [withheld]')
  expect(JSON.stringify(tried)).not.toContain('sesame-of')
  const cut = await attempt(orderOf({ path: '/edge' }, { sends: true }))
  expect(cut.answer).toMatchObject({ isCut: true, body: expect.stringMatching(/x+Bearer $/) })
})

test('a key is withheld as JSON writes it, too, and where another one is its beginning', async () => {
  const injectKeys = ['short', 'long'].map((secret) => ({ header: `x-${secret}`, secret }))
  const { attempt } = await startTried(
    { settings: { injectKeys } },
    { secretOf: (name) => (name === 'long' ? 'sesame-"of"-the\\vault' : 'sesame') },
  )
  const { answer } = await attempt(orderOf({ path: '/echo' }, { sends: true }))
  expect(JSON.parse(answer!.body)).toMatchObject({ 'x-short': '[withheld]', 'x-long': '[withheld]' })
})

test('why other routes do not take it is told, the nearest first', async () => {
  const route = (id: string, match: object, more: object = {}) => ({ id, name: id, match, upstream: 'service', ...more })
  const orders = { kind: 'prefix', value: '/orders' }
  const { attempt } = await startTried({
    routes: [
      route('elsewhere', { path: { kind: 'prefix', value: '/elsewhere' } }),
      route('posts', { path: orders, methods: ['POST'] }),
      route('versioned', { path: orders, headers: [{ name: 'x-version', value: '2' }] }),
      route('other-host', { path: orders, hosts: ['other.test'] }),
      route('asleep', { path: orders }, { enabled: false }),
      route('everything', { path: { kind: 'prefix', value: '/' } }),
      route('orders', { path: orders }),
    ],
  })
  const tried = await attempt(orderOf({ path: '/orders/7' }))
  expect(tried.route).toBe('orders')
  expect(tried.notChosen).toEqual([
    { route: 'everything', why: 'outranked', detail: null },
    { route: 'asleep', why: 'off', detail: null },
    { route: 'versioned', why: 'header', detail: 'x-version' },
    { route: 'posts', why: 'method', detail: 'POST' },
    { route: 'other-host', why: 'host', detail: 'other.test' },
    { route: 'elsewhere', why: 'path', detail: '/elsewhere' },
  ])
})

test('no address is pretended to a target, by whatever means', async () => {
  const { attempt, guard, got } = await startTried({ trustedProxies: ['127.0.0.0/8'] })
  const forged = {
    headers: [
      { name: 'host', value: 'a' },
      { name: 'x-forwarded-for', value: '10.0.0.1' },
    ],
  }
  expect((await attempt(orderOf(forged))).source).toBe('10.0.0.1')
  expect((await attempt(orderOf(forged, { sends: true }))).source).toBe('127.0.0.1')
  expect(got).toMatchObject([{ headers: { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' } }])
  expect(await guard.tryRequest(orderOf({}, { sends: true, source: '10.0.0.1' }))).toMatchObject({ ok: false })
})

test('what the guard answers by itself is told so', async () => {
  const { attempt, got } = await startTried({ settings: { corsOrigins: ['https://shop.test'], corsMethods: ['PUT'] } })
  const headers = Object.entries({ host: 'a', origin: 'https://shop.test', 'access-control-request-method': 'PUT' }).map(
    ([name, value]) => ({ name, value }),
  )
  for (const sends of [false, true]) {
    const tried = await attempt(orderOf({ method: 'OPTIONS', headers }, { sends }))
    expect(gatesOf(tried)).toMatchObject({ 'cross-origin': 'answered', identify: 'never', forward: 'never' })
    expect(tried.answer).toMatchObject({ by: 'guard', status: 204 })
  }
  expect(got).toEqual([])
})

test('under pass-through what would be refused is told as let by', async () => {
  const { attempt } = await startTried({ settings: { identity: 'required', passThrough: true } })
  expect(gatesOf(await attempt(orderOf()))).toMatchObject({ identify: 'let-by key-needed', forward: 'passed' })
})
