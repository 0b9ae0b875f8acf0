import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createHandClock } from '../../main/test-kit/hand-clock.ts'
import { createIds } from '../../ports/ids.ts'
import { silentLogger } from '../../ports/logger.ts'
import { call } from '../test-kit/call.ts'
import { afterTest, policyFor, startGuard, startService } from '../test-kit/running-guard.ts'
import { createCsrfKeys } from './csrf-keys.ts'
import { judgeToken, makeToken } from './csrf-token.ts'

const day = 86_400_000
const setUp = async (settings: object, policy: object = {}) => {
  const service = await startService((request, response) => {
    if (request.url === '/sign-in') response.setHeader('set-cookie', 'sid=ann; HttpOnly')
    response.setHeader('content-type', 'text/html')
    if (request.url === '/shared') response.setHeader('cache-control', 'public, max-age=60')
    response.end('served')
  })
  const running = await startGuard(policyFor(service, { settings: { sessionFrom: 'cookie:sid', ...settings }, ...policy }))
  const ask = (method: string, headers: Record<string, string> = {}, path = '/') => call(`${running.url}${path}`, { method, headers })
  const post = async (headers: Record<string, string>) => (await ask('POST', headers)).answer.statusCode
  const tokenFrom = async (headers: Record<string, string> = {}, path = '/', method = 'GET') => {
    const set = (await ask(method, headers, path)).answer.headers['set-cookie']?.find((one) => one.includes('gatehouse-csrf')) ?? ''
    return { set, token: /gatehouse-csrf=([^;]+)/.exec(set)?.[1] ?? null }
  }
  return { ...running, ask, post, tokenFrom, own: `http://127.0.0.1:${running.port}` }
}

test('what changes something is let by from a page of its own, and refused from elsewhere', async () => {
  const { ask, post, own, recorded } = await setUp({ csrf: 'origin', csrfOrigins: ['https://named.example'] })
  const cookie = 'sid=ann'
  const statuses: [Record<string, string>, number][] = [
    [{ cookie, 'sec-fetch-site': 'same-origin' }, 200],
    [{ cookie, origin: own }, 200],
    [{ cookie, referer: `${own}/form` }, 200],
    [{ cookie, origin: 'https://named.example', 'sec-fetch-site': 'cross-site' }, 200],
    [{ cookie }, 200],
    [{ cookie, origin: 'https://evil.example' }, 403],
    [{ cookie, origin: 'null' }, 403],
    [{ cookie, origin: `${own}.evil.example` }, 403],
    [{ cookie, referer: 'https://evil.example/' }, 403],
    [{ cookie, referer: 'no address' }, 403],
    [{ cookie, 'sec-fetch-site': 'cross-site' }, 403],
    // Another port of the same name is another origin: browsers call it the same site.
    [{ cookie, 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }, 403],
    // Signing somebody in as another needs no cookie.
    [{ origin: 'https://evil.example' }, 403],
    // With a key and without cookies nothing is sent along that the page does not have.
    [{ origin: 'https://evil.example', 'x-api-key': 'k' }, 200],
    [{ origin: 'https://evil.example', authorization: 'Bearer t' }, 200],
    [{ origin: 'https://evil.example', authorization: 'Basic t' }, 403],
    [{ cookie, origin: 'https://evil.example', authorization: 'Bearer t' }, 403],
    [{}, 200],
  ]
  for (const [headers, status] of statuses) expect(await post(headers), JSON.stringify(headers)).toBe(status)
  expect((await ask('GET', { cookie, origin: 'https://evil.example' })).answer.statusCode).toBe(200)
  const records = await recorded(statuses.length + 1)
  expect(records.filter(({ refusal }) => refusal === 'forged-request')).toHaveLength(10)
  expect(records[5]).toMatchObject({ reason: 'from a page of another site' })
})

test('where keys come in Authorization, a password that the browser adds by itself is still none', async () => {
  const { post } = await setUp({ csrf: 'origin', keyHeader: 'authorization' })
  expect(await post({ origin: 'https://evil.example', authorization: 'Basic t' })).toBe(403)
  expect(await post({ origin: 'https://evil.example', authorization: 'Bearer t' })).toBe(200)
})

test('the opening of a WebSocket from a page of another site is refused', async () => {
  const { ask } = await setUp({ csrf: 'origin' })
  const upgrade = { connection: 'upgrade', upgrade: 'websocket', cookie: 'sid=ann' }
  expect((await ask('GET', { ...upgrade, origin: 'https://evil.example' })).answer.statusCode).toBe(403)
})

test('a token is handed out, holds for its session alone, and a sign-in brings another', async () => {
  const { post, tokenFrom } = await setUp({ csrf: 'token' })
  const before = await tokenFrom()
  expect(before.set).toMatch(/^gatehouse-csrf=[\w-]{22}\.[\w-]{43}; Path=\/; SameSite=Lax$/)
  const signedIn = await tokenFrom({ cookie: `gatehouse-csrf=${before.token}` }, '/sign-in')
  expect(signedIn.token).not.toBe(before.token)
  const shown = (token: string, session: string, header = token) =>
    post({ cookie: `sid=${session}; gatehouse-csrf=${token}`, 'x-gatehouse-csrf': header, 'sec-fetch-site': 'same-origin' })
  expect(await shown(signedIn.token!, 'ann')).toBe(200)
  expect(await shown(signedIn.token!, 'bob')).toBe(403)
  expect(await shown(before.token!, 'ann')).toBe(403)
  expect(await shown(signedIn.token!, 'ann', before.token!)).toBe(403)
  expect(await shown('made.up', 'ann')).toBe(403)
  expect(await post({ cookie: `sid=ann; gatehouse-csrf=${signedIn.token}` })).toBe(403)
  expect(await post({ cookie: 'sid=ann' })).toBe(403)
  // Whoever has a good one gets no other, and answers for everybody carry none.
  expect((await tokenFrom({ cookie: `sid=ann; gatehouse-csrf=${signedIn.token}` })).token).toBeNull()
  expect((await tokenFrom({ cookie: 'sid=ann' }, '/shared')).token).toBeNull()
  // With the refusal comes a token for the next try.
  const again = await tokenFrom({ cookie: 'sid=ann' }, '/', 'POST')
  expect(await shown(again.token!, 'ann')).toBe(200)
})

test('over TLS the token is bound to the host and comes from it alone', async () => {
  const { tokenFrom } = await setUp({ csrf: 'token' }, { trustedProxies: ['127.0.0.0/8'] })
  const { set } = await tokenFrom({ 'x-forwarded-proto': 'https' })
  expect(set).toMatch(/^__Host-gatehouse-csrf=.*; Path=\/; SameSite=Lax; Secure$/)
})

test('in dry run what would be refused is told and let by', async () => {
  const { post, recorded } = await setUp({ csrf: 'origin', csrfDryRun: true })
  expect(await post({ cookie: 'sid=ann', origin: 'https://evil.example' })).toBe(200)
  expect((await recorded(1))[0]!.overlooked).toEqual(['forged-request: from a page of another site, in dry run'])
})

test('the guard’s key is kept for it alone, outlives a restart, and the one before it holds for a while', () => {
  const directory = mkdtempSync(join(tmpdir(), 'csrf-'))
  afterTest(() => rmSync(directory, { recursive: true }))
  const clock = createHandClock()
  const file = join(directory, 'guard.csrf')
  const open = () => createCsrfKeys({ file, clock, ids: createIds(clock), logger: silentLogger })
  const first = open()
  const token = makeToken(first.own(), 'r'.repeat(22), 'ann')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(judgeToken(open().own(), token, 'ann')).toBe('good')
  clock.advance(30 * day)
  const later = open()
  expect(judgeToken(later.own(), token, 'ann')).toBe('of-key-before')
  clock.advance(30 * day)
  expect(judgeToken(later.own(), token, 'ann')).toBe('bad')
  expect(readFileSync(file, 'utf8')).not.toContain(token)
})

test('a shared key signs the same in each guard, and the former holds for a day after it was changed', () => {
  const clock = createHandClock()
  const guards = [0, 1].map(() => createCsrfKeys({ file: null, clock, ids: createIds(clock), logger: silentLogger }))
  const [one, two] = guards
  const token = makeToken(one!.shared('vault:k', 'old'), 'r'.repeat(22), 'ann')
  expect(judgeToken(two!.shared('vault:k', 'old'), token, 'ann')).toBe('good')
  expect(judgeToken(two!.shared('vault:k', 'new'), token, 'ann')).toBe('of-key-before')
  clock.advance(day)
  expect(judgeToken(two!.shared('vault:k', 'new'), token, 'ann')).toBe('bad')
})
