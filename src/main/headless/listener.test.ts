import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createIds } from '../../ports/ids.ts'
import { silentLogger } from '../../ports/logger.ts'
import { createFakeConsole, knownAccessToken, knownInvitation } from '../test-kit/fake-console.ts'
import type { FakeConsole } from '../test-kit/fake-console.ts'
import { createHandClock } from '../test-kit/hand-clock.ts'
import { createListener, maxBodyBytes } from './listener.ts'
import type { Listener } from './listener.ts'
import { createTokenSet } from './token-set.ts'
import type { TokenSet } from './token-set.ts'

const clock = createHandClock()
const ids = createIds(clock)
const own = { 'sec-fetch-site': 'same-origin' }
const program = { authorization: `Bearer ${knownAccessToken}` }
const json = { ...own, 'content-type': 'application/json' }

let core: FakeConsole
let links: TokenSet
let hostTokens: TokenSet
let listener: Listener
let port: number
/** What the core's answer to /rpc/stream does. */
let stream: (signal: AbortSignal) => ReadableStream<Uint8Array>

beforeEach(async () => {
  core = createFakeConsole(async (request, caller) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/rpc/throws') throw new Error('a bug')
    if (pathname === '/rpc/stream') return new Response(stream(request.signal))
    // Wrapped as the core may wrap it: only a real Request can be.
    if (request.method === 'POST') return Response.json({ got: (await new Request(request).text()).length, trusted: caller.trusted })
    return Response.json({ path: pathname, ...caller })
  })
  links = createTokenSet({ clock, ids, capacity: 20, lifetimeMs: 300_000 })
  hostTokens = createTokenSet({ clock, ids, capacity: 100 })
  listener = createListener({ console: core, links, hostTokens, clock, ids, logger: silentLogger })
  port = await listener.listen(0)
})
afterEach(async () => {
  const closed = listener.close(0)
  clock.advance(1)
  await closed
})

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** node:http sends what a browser would never let a page send. */
const send = (method: string, path: string, headers: Record<string, string> = {}, body?: string | Buffer): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('error', reject)
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
    })
    request.on('error', reject)
    request.end(body)
  })
const problemOf = ({ status, text }: Answer) => [status, (JSON.parse(text) as { code: string }).code]
const exchange = (token: string) => send('POST', '/host/exchange', json, JSON.stringify({ token }))

describe('what is refused before the core hears of it', () => {
  test.each<[string, string, string, Record<string, string>, string | undefined, [number, string]]>([
    ['another Host', 'GET', '/', { host: 'evil.example' }, undefined, [421, 'WRONG_HOST']],
    ['another Host with our port', 'GET', '/', { host: `evil.example:4280` }, undefined, [421, 'WRONG_HOST']],
    ['a token without Sec-Fetch-Site', 'GET', '/', { 'x-gatehouse-host': 'x' }, undefined, [403, 'FOREIGN_PAGE']],
    [
      'a token from another site',
      'GET',
      '/api/access/state',
      { 'x-gatehouse-host': 'x', 'sec-fetch-site': 'cross-site' },
      undefined,
      [403, 'FOREIGN_PAGE'],
    ],
    [
      'a token from another port',
      'POST',
      '/rpc/access/state',
      { ...json, authorization: 'Bearer x', 'sec-fetch-site': 'same-site' },
      '{}',
      [403, 'FOREIGN_PAGE'],
    ],
    ['a foreign Origin', 'POST', '/rpc/access/state', { ...json, origin: 'http://127.0.0.1:1' }, '{}', [403, 'FOREIGN_PAGE']],
    ['an exchange from another site', 'POST', '/host/exchange', { ...json, 'sec-fetch-site': 'cross-site' }, '{}', [403, 'FOREIGN_PAGE']],
    ['the API document without a host token', 'GET', '/api/openapi.json', own, undefined, [401, 'HOST_TOKEN_REQUIRED']],
    [
      'the API document with a made-up host token',
      'GET',
      '/api/openapi.json',
      { ...own, 'x-gatehouse-host': 'made up' },
      undefined,
      [401, 'HOST_TOKEN_REQUIRED'],
    ],
    ['a form', 'POST', '/rpc/access/state', { ...own, 'content-type': 'text/plain' }, '{}', [415, 'WRONG_CONTENT_TYPE']],
    ['a wrong method on the API', 'DELETE', '/api/access/state', own, undefined, [405, 'WRONG_METHOD']],
    ['a wrong method on a page', 'POST', '/', {}, undefined, [405, 'WRONG_METHOD']],
    ['another method on the exchange', 'GET', '/host/exchange', own, undefined, [405, 'WRONG_METHOD']],
    ['anything else of the host', 'GET', '/host/other', own, undefined, [404, 'NOT_FOUND']],
  ])('%s', async (_, method, path, headers, body, expected) => {
    const answer = await send(method, path, headers, body)
    expect(problemOf(answer)).toEqual(expected)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(core.asked).toEqual([])
  })

  test('an access token in a page', async () => {
    for (const header of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'none' }, own])
      expect(problemOf(await send('GET', '/api/x', { ...program, ...header }))).toEqual([403, 'FOREIGN_PAGE'])
    expect(core.asked).toEqual([])
  })

  test('an absolute target, as a proxy is asked', async () => {
    expect(problemOf(await send('GET', `http://127.0.0.1:${port}/`))).toEqual([421, 'WRONG_HOST'])
  })

  test('too large a body, told before it was sent', async () => {
    const answer = await send(
      'POST',
      '/rpc/access/state',
      { ...json, 'x-gatehouse-host': hostTokens.issue(), 'content-length': String(5 * maxBodyBytes) },
      Buffer.alloc(5 * maxBodyBytes),
    )
    expect(problemOf(answer)).toEqual([413, 'TOO_LARGE'])
    expect(core.asked).toEqual([])
  })

  test('too large a body, sent in chunks without a length', async () => {
    const headers = { ...json, 'x-gatehouse-host': hostTokens.issue(), 'transfer-encoding': 'chunked' }
    const answer = await send('POST', '/rpc/access/state', headers, Buffer.alloc(maxBodyBytes + 1))
    expect(problemOf(answer)).toEqual([413, 'TOO_LARGE'])
    expect(core.asked).toEqual([])
  })

  test('more to the exchange than a link holds', async () => {
    expect(problemOf(await send('POST', '/host/exchange', json, Buffer.alloc(2000)))).toEqual([413, 'TOO_LARGE'])
  })

  test('a refusal never repeats what was sent', async () => {
    const answer = await send('GET', '/api/%3Cscript%3E', { 'x-gatehouse-host': 'guess-me' })
    expect(answer.text).not.toMatch(/script|guess-me/)
  })
})

describe('the link', () => {
  test('is exchanged once; coming back it is refused and told to the core', async () => {
    const token = links.issue()
    const first = await exchange(token)
    expect(first.status).toBe(200)
    expect(first.headers['cache-control']).toBe('no-store')
    const { hostToken } = JSON.parse(first.text) as { hostToken: string }
    expect(JSON.parse((await send('GET', '/api/access/state', { ...own, 'x-gatehouse-host': hostToken })).text)).toEqual({
      path: '/api/access/state',
      trusted: true,
      source: '127.0.0.1',
    })

    expect(problemOf(await exchange(token))).toEqual([401, 'LINK_SPENT'])
    expect(core.events).toEqual([
      { kind: 'link-used', source: '127.0.0.1' },
      { kind: 'link-reused', source: '127.0.0.1' },
    ])
  })

  test('past five minutes is refused without suspicion', async () => {
    const token = links.issue()
    clock.advance(300_000)
    const answer = await exchange(token)
    expect(problemOf(answer)).toEqual([401, 'LINK_SPENT'])
    expect(answer.text).toContain('npm run link')
    expect(core.events).toEqual([])
  })

  test('guessed more than ten times a minute is braked, while the right one still opens', async () => {
    for (let i = 0; i < 10; i++) expect(problemOf(await exchange(`guess ${i}`))).toEqual([401, 'LINK_SPENT'])
    const braked = await exchange('guess 11')
    expect(problemOf(braked)).toEqual([429, 'TOO_MANY_ATTEMPTS'])
    expect(braked.headers['retry-after']).toBe('60')
    expect(core.events).toHaveLength(10)
    expect((await exchange(links.issue())).status).toBe(200)
    clock.advance(60_000)
    expect(problemOf(await exchange('guess 12'))).toEqual([401, 'LINK_SPENT'])
  })

  test('of an invitation opens a window as long as it holds, at most ten a minute, and a wrong one is no alarm', async () => {
    for (let i = 0; i < 10; i++) expect((await exchange(knownInvitation)).status).toBe(200)
    expect(problemOf(await exchange(knownInvitation))).toEqual([429, 'TOO_MANY_ATTEMPTS'])
    const other = await exchange(`ghi_${'x'.repeat(43)}`)
    expect(problemOf(other)).toEqual([401, 'INVITATION_SPENT'])
    expect(other.text).not.toContain('ghi_')
    expect(core.events.slice(-2).map(({ kind }) => kind)).toEqual(['invitation-opened', 'invitation-refused'])
    clock.advance(60_000)
    const { hostToken } = JSON.parse((await exchange(knownInvitation)).text) as { hostToken: string }
    const seen = async () => (await send('GET', '/api/access/state', { ...own, 'x-gatehouse-host': hostToken })).text
    expect(await seen()).toContain('"trusted":true')
    core.invitation = 'void'
    expect(await seen()).toContain('"trusted":false')
  })

  test.each(['', 'null', '[]', '{"token":1}', '{"token":""}', `{"token":"${'x'.repeat(1000)}"}`])(
    'a body of %.20s is no token',
    async (body) => {
      expect(problemOf(await send('POST', '/host/exchange', json, body))).toEqual([422, 'INVALID_INPUT'])
      expect(core.events).toEqual([])
    },
  )
})

describe('what reaches the core', () => {
  test('a page asked for by a person, without trust', async () => {
    const answer = await send('GET', '/audit')
    expect(JSON.parse(answer.text)).toEqual({ path: '/audit', trusted: false, source: '127.0.0.1' })
  })

  test('a made-up host token gives no trust, and what it brings is not even read, so that strangers cannot fill the memory', async () => {
    expect(JSON.parse((await send('POST', '/rpc/x', { ...json, 'x-gatehouse-host': 'made up' }, '{}')).text)).toEqual({
      got: 0,
      trusted: false,
    })
    expect(JSON.parse((await send('POST', '/rpc/x', json, Buffer.alloc(2 * maxBodyBytes))).text)).toEqual({ got: 0, trusted: false })
  })

  test('a .env file of 1 MB has room, even where JSON doubles each of its bytes', () => {
    const input = { json: { source: { kind: 'text', text: '"'.repeat(1_048_576), name: '.env' } } }
    expect(Buffer.byteLength(JSON.stringify(input))).toBeLessThan(maxBodyBytes)
  })

  test('a body up to the limit, as a real Request that can be wrapped', async () => {
    const headers = { ...json, 'x-gatehouse-host': hostTokens.issue() }
    const answer = await send('POST', '/rpc/x', headers, Buffer.alloc(maxBodyBytes, 0x20))
    expect(JSON.parse(answer.text)).toEqual({ got: maxBodyBytes, trusted: true })
  })

  test('a bug of the core is one plain sentence', async () => {
    const answer = await send('POST', '/rpc/throws', json, '{}')
    expect(problemOf(answer)).toEqual([500, 'INTERNAL_ERROR'])
    expect(answer.text).not.toContain('a bug')
  })

  test('a caller that goes away aborts the request and ends the stream', async () => {
    const ended: string[] = []
    let ends: (() => void) | undefined
    const both = new Promise<void>((resolve) => (ends = resolve))
    const tell = (what: string) => void (ended.push(what), ended.length === 2 && ends!())
    stream = (signal) => {
      signal.addEventListener('abort', () => tell('aborted'))
      return new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode('first')),
        cancel: () => tell('cancelled'),
      })
    }
    await new Promise<void>((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port, path: '/rpc/stream', headers: own, agent: false }, (response) => {
        response.once('data', () => {
          request.destroy()
          resolve()
        })
      })
      request.on('error', reject)
      request.end()
    })
    await both
    expect(ended.toSorted()).toEqual(['aborted', 'cancelled'])
  })

  test('a stream that breaks is cut off, so that it cannot look whole', async () => {
    stream = () => {
      let pulls = 0
      return new ReadableStream({
        pull: (controller) => {
          if (pulls++ === 0) controller.enqueue(new TextEncoder().encode('first'))
          else throw new Error('broken')
        },
      })
    }
    await expect(send('GET', '/rpc/stream', own)).rejects.toThrow(/aborted|socket hang up|ECONNRESET/)
  })
})

test('a stopping host answers nothing new', async () => {
  listener.refuseNew()
  expect(problemOf(await send('GET', '/'))).toEqual([503, 'STOPPING'])
  expect(core.asked).toEqual([])
})

test('a port that is taken rejects with its code', async () => {
  const second = createListener({ console: core, links, hostTokens, clock, ids, logger: silentLogger })
  await expect(second.listen(port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
