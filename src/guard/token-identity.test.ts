import { generateKeyPairSync, hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createHandClock } from '../main/test-kit/hand-clock.ts'
import { call } from './test-kit/call.ts'
import { policyFor, startGuard, startService } from './test-kit/running-guard.ts'
import { claimsAt, ecPair, issuerOf, jwksOf, rsaPair, signedBy, signedWith, tokenOf } from './test-kit/token-maker.ts'

const ec = ecPair()
const nowMs = createHandClock().now()
const good = (more: object = {}, key = ec.privateKey, kid = 'ec') => tokenOf({ alg: 'ES256', kid }, claimsAt(nowMs, more), signedBy(key))
const people = { id: 'people', name: 'People', scopes: ['read'] }
const till = { id: 'till', name: 'Till', role: 'operator' as const }
const pasted = issuerOf(jwksOf({ ec: ec.publicKey }))

const setUp = async (more: Parameters<typeof policyFor>[1] = {}, secrets: Record<string, string> = {}) => {
  const clock = createHandClock()
  const got: (string | undefined)[] = []
  const target = await startService((request, response) => {
    got.push(request.headers.authorization)
    response.end('served')
  })
  const usual = { settings: { identity: 'required' }, consumers: [people, till], issuers: [pasted] }
  const policy = policyFor(target, { ...usual, ...more })
  const running = await startGuard(policy, { clock, secretOf: (reference) => secrets[reference] ?? null })
  const ask = async (token: string | null, headers: Record<string, string | string[]> = {}) => {
    const { answer, text } = await call(running.url, {
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
    })
    return { status: answer.statusCode!, headers: answer.headers, text }
  }
  return { ...running, clock, ask, got, policy }
}

test('a good token tells who calls, goes on to the service, and stands in no record', async () => {
  const { ask, recorded, got } = await setUp()
  const token = good()
  expect((await ask(token)).status).toBe(200)
  expect((await ask(token)).status).toBe(200)
  expect(got[0]).toBe(`Bearer ${token}`)
  const records = await recorded(2)
  expect(records[0]).toMatchObject({ consumer: 'people', keyId: null, caller: expect.stringMatching(/^login~[\w-]{16}$/) })
  expect(records[1]!.caller).toBe(records[0]!.caller)
  expect(JSON.stringify(records)).not.toMatch(/ann@example|eyJ/)
})

test('why a token is refused is told to the operator, and to the caller only that it is', async () => {
  const { ask, recorded } = await setUp()
  const answer = await ask(good({ exp: nowMs / 1000 - 60, sub: 'sesame' }))
  expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="gatehouse", error="invalid_token"' } })
  expect(answer.text).not.toMatch(/expired|sesame/)
  expect(await ask(null)).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="gatehouse"' } })
  expect((await ask('a.b.c')).status).toBe(401)
  expect((await ask(good({ iss: 'https://evil.example' }))).status).toBe(401)
  const records = await recorded(4)
  expect(records.map(({ refusal, reason }) => [refusal, reason])).toEqual([
    ['bad-token', 'it has expired'],
    ['key-needed', null],
    ['bad-token', 'its header cannot be read in one way alone'],
    ['bad-token', 'it is of no issuer whose tokens are taken here'],
  ])
})

test('a token that is known is refused from the moment on that it ends', async () => {
  const { ask, clock } = await setUp()
  const token = good({ exp: nowMs / 1000 + 60 })
  expect((await ask(token)).status).toBe(200)
  clock.advance(89_999)
  expect((await ask(token)).status).toBe(200)
  clock.advance(1)
  expect((await ask(token)).status).toBe(401)
})

test('a consumer of its own by its claim, others together or not at all; who is kept out is kept out', async () => {
  const callers = [{ value: 'till-7', consumer: 'till' }]
  const { ask, recorded, change, policy } = await setUp({ issuers: [{ ...pasted, callerClaim: 'azp', callers, others: null }] })
  expect((await ask(good({ azp: 'till-7' }))).status).toBe(200)
  expect((await ask(good({ azp: 'till-8' }))).status).toBe(401)
  expect((await recorded(2))[0]).toMatchObject({ consumer: 'till', caller: 'login' })
  await change({
    ...policy,
    issuers: [{ ...pasted, callerClaim: 'azp', callers, others: null }],
    consumers: [people, { ...till, enabled: false }],
  })
  expect((await ask(good({ azp: 'till-7' }))).status).toBe(401)
  await change({
    ...policy,
    issuers: [{ ...pasted, callerClaim: 'azp', callers }],
    consumers: [people, { ...till, networks: ['10.0.0.0/8'] }],
  })
  expect((await ask(good({ azp: 'till-7' }))).status).toBe(403)
  expect((await ask(good({ azp: 'till-8' }))).status).toBe(200)
})

test('claims bring roles and narrow scopes, and never widen what the policy grants', async () => {
  const roles = [{ value: 'boss', role: 'admin' as const }]
  const issuers = [{ ...pasted, roleClaim: 'realm_access.roles', roles, scopeClaim: 'scope' }]
  const statusOf = async (action: string, more: object) => {
    const { ask } = await setUp({ settings: { identity: 'required', action }, issuers })
    return (await ask(good(more))).status
  }
  expect(await statusOf('read', { scope: 'read write' })).toBe(200)
  expect(await statusOf('write', { scope: 'read write' })).toBe(403)
  expect(await statusOf('read', { scope: ['read'] })).toBe(200)
  expect(await statusOf('read', {})).toBe(403)
  expect(await statusOf('read', { scope: '*' })).toBe(403)
  expect(await statusOf('write', { scope: 'write', realm_access: { roles: ['boss'] } })).toBe(200)
  expect(await statusOf('write', { scope: 'read', realm_access: { roles: ['boss'] } })).toBe(403)
  expect(await statusOf('write', { scope: 'write', realm_access: { roles: 'admin' } })).toBe(403)
})

test('limits for consumers count each caller of a token by itself', async () => {
  const { ask } = await setUp({ limits: [{ id: 'one', name: 'One', layer: 'consumer', consumer: 'people', limit: 1, perMs: 60_000 }] })
  expect((await ask(good({ sub: 'ann' }))).status).toBe(200)
  expect((await ask(good({ sub: 'bob' }))).status).toBe(200)
  expect((await ask(good({ sub: 'ann', jti: 'another' }))).status).toBe(429)
})

test('a route takes tokens of the issuers that it names; where nobody need be known, a stranger’s goes on to the service', async () => {
  const other = ecPair()
  const second = { ...issuerOf(jwksOf({ other: other.publicKey })), id: 'second', issuer: 'https://second.example' }
  const required = await setUp({ settings: { identity: 'required', issuers: ['second'] }, issuers: [pasted, second] })
  expect((await required.ask(good())).status).toBe(401)
  expect((await required.ask(good({ iss: 'https://second.example' }, other.privateKey, 'other'))).status).toBe(200)
  expect((await required.ask(good({ iss: 'https://second.example' }))).status).toBe(401)
  const optional = await setUp({ settings: { identity: 'optional', issuers: ['login'] }, issuers: [pasted, second] })
  const strange = good({ iss: 'https://second.example' })
  expect((await optional.ask(strange)).status).toBe(200)
  expect(optional.got[0]).toBe(`Bearer ${strange}`)
  expect((await optional.ask(good({ aud: 'bank' }))).status).toBe(401)
  expect((await optional.ask(good({ aud: 'bank' }), { 'x-api-key': 'of the service' })).status).toBe(401)
  expect((await optional.ask(good())).status).toBe(200)
  expect((await optional.recorded(4)).map(({ consumer }) => consumer)).toEqual([null, null, null, 'people'])
})

test('a token that is not right passes in no disguise: behind another Authorization, or with a tab before it', async () => {
  const { url, got } = await setUp({ settings: { identity: 'optional' } })
  const bad = `Bearer ${good({ aud: 'bank' })}`
  const ask = async (...authorization: string[]) => {
    const raw = authorization.flatMap((value) => ['authorization', value])
    return (await call(url, { headers: ['host', new URL(url).host, ...raw] })).answer.statusCode
  }
  expect(await ask(bad)).toBe(401)
  expect(await ask('Basic YTpi', bad)).toBe(401)
  expect(await ask(bad.replace(' ', '\t'))).toBe(401)
  expect(await ask('Basic YTpi')).toBe(200)
  expect(got).toEqual(['Basic YTpi'])
})

test('a token that is known on one route is a stranger’s on another that takes none of its issuer', async () => {
  const { url } = await setUp({
    issuers: [pasted, { ...pasted, id: 'second', issuer: 'https://second.example' }],
    routes: [
      { id: 'all', name: 'All', upstream: 'service', settings: { identity: 'required' } },
      {
        id: 'inner',
        name: 'Inner',
        upstream: 'service',
        match: { path: { kind: 'prefix', value: '/inner' } },
        settings: { identity: 'required', issuers: ['second'] },
      },
    ],
  })
  const headers = { authorization: `Bearer ${good()}` }
  const statusOf = async (path: string) => (await call(url, { path, headers })).answer.statusCode
  expect([await statusOf('/'), await statusOf('/inner'), await statusOf('/')]).toEqual([200, 401, 200])
})

test('of two tokens none is taken, and beside a key a token of ours must be true, too', async () => {
  const { ask, url, recorded, change, policy } = await setUp()
  const { answer } = await call(url, { headers: { authorization: [`Bearer ${good()}`, `Bearer ${good({ sub: 'mallory' })}`] } as never })
  expect(answer.statusCode).toBe(401)
  const key = `gh_shopshop_${'x'.repeat(43)}`
  await change({ ...policy, consumers: [people, { ...till, keys: [{ id: 'k', prefix: 'shopshop', hash: hash('sha256', key) }] }] })
  expect((await ask(good(), { 'x-api-key': key })).status).toBe(200)
  expect((await ask(good({ aud: 'bank' }), { 'x-api-key': key })).status).toBe(401)
  expect((await ask(good({ iss: 'https://evil.example' }), { 'x-api-key': key })).status).toBe(200)
  const records = await recorded(4)
  expect(records.map(({ consumer }) => consumer)).toEqual([null, 'till', 'till', 'till'])
})

test('keys that are fetched are waited for, turn with the issuer’s, and hold no more when they are gone', async () => {
  const ed = generateKeyPairSync('ed25519')
  let keys = jwksOf({ ec: ec.publicKey })
  let asked = 0
  const keysUrl = await startService((_request, response) => {
    asked += 1
    response.end(keys)
  })
  const issuers = [{ ...pasted, keys: { kind: 'url' as const, url: `${keysUrl}/jwks` } }]
  const { ask, clock, guard, change, policy } = await setUp({ issuers })
  const known = good()
  expect((await ask(known)).status).toBe(200)
  const swapped = tokenOf({ alg: 'EdDSA', kid: 'ed' }, claimsAt(nowMs), signedBy(ed.privateKey))
  expect((await ask(swapped)).status).toBe(401)
  keys = jwksOf({ ed: ed.publicKey })
  clock.advance(30_000)
  expect((await ask(swapped)).status).toBe(200)
  expect((await ask(known)).status).toBe(401)
  expect(guard.issuers()).toMatchObject([{ id: 'login', keys: 1, kids: ['ed'], usable: true, problem: null }])
  // Another policy with the same place keeps what was fetched.
  const before = asked
  await change({ ...policy, revision: 2 })
  expect((await ask(swapped)).status).toBe(200)
  expect(asked).toBe(before)
})

test('while no key can be had, tokens are neither good nor bad: 503, and the operator is told', async () => {
  const service = await startService((_request, response) => response.writeHead(500).end())
  const { ask, guard, recorded } = await setUp({ issuers: [{ ...pasted, keys: { kind: 'url', url: `${service}/jwks` } }] })
  expect(await ask(good())).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
  expect((await recorded(1))[0]).toMatchObject({ refusal: 'token-unknowable', reason: 'the keys of the issuer cannot be had' })
  expect(guard.issuers()).toMatchObject([{ usable: false, fetchedAtMs: null, problem: expect.stringContaining('500') }])
})

test('a token that is known is believed no longer than the keys that proved it', async () => {
  let away = false
  const service = await startService((_request, response) =>
    away ? response.writeHead(500).end() : response.end(jwksOf({ ec: ec.publicKey })),
  )
  const keys = { kind: 'url' as const, url: `${service}/jwks`, refreshMs: 60_000, goodForMs: 60_000 }
  const { ask, clock } = await setUp({ issuers: [{ ...pasted, keys }] })
  const token = good()
  expect((await ask(token)).status).toBe(200)
  away = true
  clock.advance(59_999)
  expect((await ask(token)).status).toBe(200)
  clock.advance(1)
  expect((await ask(token)).status).toBe(503)
})

test('a shared secret is taken by its reference; one that is absent or short answers 503', async () => {
  const secret = 's'.repeat(32)
  const issuers = [{ ...pasted, algorithms: ['HS256' as const], keys: { kind: 'secret' as const, secret: 'env' } }]
  const token = tokenOf({ alg: 'HS256' }, claimsAt(nowMs), signedWith(secret))
  expect((await (await setUp({ issuers }, { env: secret })).ask(token)).status).toBe(200)
  expect((await (await setUp({ issuers }, {})).ask(token)).status).toBe(503)
  expect((await (await setUp({ issuers }, { env: 'short' })).ask(token)).status).toBe(503)
})

test('a policy with a private key, no key, mixed algorithms or one name twice is refused, each fault with its place', async () => {
  const { change, policy } = await setUp()
  const faultOf = async (issuers: object[]) => {
    const applied = await change({ ...policy, issuers: issuers as never })
    return applied.ok ? 'taken' : applied.faults[0]!.path
  }
  expect(await faultOf([issuerOf(jwksOf({ ec: ec.privateKey }))])).toBe('issuers.0.keys.text')
  expect(await faultOf([issuerOf(jwksOf({ weak: rsaPair(1024).publicKey }))])).toBe('issuers.0.keys.text')
  expect(await faultOf([{ ...pasted, algorithms: ['ES256', 'HS256'] }])).toBe('issuers.0.algorithms')
  expect(await faultOf([{ ...pasted, algorithms: ['none'] }])).toBe('issuers.0.algorithms.0')
  expect(await faultOf([{ ...pasted, others: 'nobody' }])).toBe('issuers.0.others')
  expect(await faultOf([pasted, { ...pasted, id: 'again' }])).toBe('issuers.1.issuer')
  for (const url of [
    'http://login.example/keys',
    'https://user:word@login.example/keys',
    'file:///etc/passwd',
    'https://login.example/keys#x',
  ])
    expect(await faultOf([{ ...pasted, keys: { kind: 'url', url } }])).toBe('issuers.0.keys.url')
  expect(await faultOf([pasted])).toBe('taken')
})

test('an operator is told what a token says and which check it does not pass, and nothing is kept of it', async () => {
  const { guard } = await setUp()
  expect(await guard.judgeToken(good())).toMatchObject({
    verdict: 'good',
    why: null,
    issuer: 'login',
    consumer: 'people',
    scopes: ['print_request', 'read'],
  })
  const judged = await guard.judgeToken(good({ aud: 'bank' }))
  expect(judged).toMatchObject({ verdict: 'refused', why: 'it is for another audience', consumer: null })
  expect(JSON.parse(judged!.claims!)).toMatchObject({ aud: 'bank' })
  expect(await guard.judgeToken('hello')).toMatchObject({ verdict: 'refused', why: 'it is no token of three parts', claims: null })
  expect(await guard.judgeToken(good({ iss: 'https://evil.example' }))).toMatchObject({ verdict: 'stranger', issuer: null })
})
