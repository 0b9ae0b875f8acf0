import { os } from '@orpc/server'
import { RPCHandler } from '@orpc/server/fetch'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { RouterClient } from '@orpc/server'
import { beforeEach, describe, expect, test } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import type { Caller } from '../console/console.ts'
import { throughElectron } from '../test-kit/electron-pipe.ts'
import { createAppHandler } from './app-protocol.ts'
import { appOrigin, appUrl } from './app-scheme.ts'

/** A small core with the parts of the real one: calls, a stream, pages. */
const closed: string[] = []
let stuck: () => void
let isStuck: Promise<void>
const router = {
  add: os.handler(({ input }) => (input as number[]).reduce((sum, figure) => sum + figure, 0)),
  count: os.handler(async function* ({ signal }) {
    try {
      yield 1
      yield 2
      stuck()
      // Waits for something that never comes, as a quiet live feed does.
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
    } finally {
      closed.push('count')
    }
  }),
}
const rpc = new RPCHandler(router)
const callers: Caller[] = []
const core = {
  fetch: async (request: Request, caller: Caller): Promise<Response> => {
    callers.push(caller)
    const { pathname } = new URL(request.url)
    if (pathname === '/rpc/throws') throw new Error('a bug')
    const { response } = await rpc.handle(request, { prefix: '/rpc', context: {} })
    return response ?? new Response(`page of ${pathname}`)
  },
}
const handler = createAppHandler({ console: core, logger: silentLogger })
const fromWindow = throughElectron(handler, appOrigin)
const client: RouterClient<typeof router> = createORPCClient(
  new RPCLink({
    url: `${appOrigin}/rpc`,
    fetch: (request, init) =>
      fromWindow(request.url, {
        ...init,
        method: request.method,
        headers: request.headers,
        body: request.body,
        signal: request.signal,
        duplex: 'half',
      }),
  }),
)

beforeEach(() => {
  closed.length = 0
  callers.length = 0
  isStuck = new Promise((resolve) => (stuck = resolve))
})
const untilClosed = async (what: string) => {
  while (!closed.includes(what)) await new Promise((resolve) => setImmediate(resolve))
}

describe('a core behind the protocol, through Electron’s pipe', () => {
  test('answers calls of its own window, which it trusts', async () => {
    expect(await client.add([1, 2, 3] as never)).toBe(6)
    expect(callers).toEqual([{ trusted: true, source: 'desktop window' }])
  })

  test('streams as it goes', async () => {
    const stream = await client.count()
    expect((await stream.next()).value).toBe(1)
    expect((await stream.next()).value).toBe(2)
    await stream.return(undefined)
    await untilClosed('count')
  })

  test('an abort after the headers closes a generator that is stuck in an await', async () => {
    const gone = new AbortController()
    const stream = await client.count(undefined, { signal: gone.signal })
    await stream.next()
    await stream.next()
    const third = stream.next()
    await isStuck
    gone.abort()
    await expect(third).rejects.toThrow('went away')
    await untilClosed('count')
  })

  test('an abort before the headers is seen as soon as the answer has a body to cancel', async () => {
    const gone = new AbortController()
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    let signal: AbortSignal | undefined
    let cancelled = false
    const late = createAppHandler({
      logger: silentLogger,
      console: {
        fetch: async (request) => {
          signal = request.signal
          stuck()
          await held
          return new Response(new ReadableStream({ cancel: () => void (cancelled = true) }))
        },
      },
    })
    const asking = throughElectron(late, appOrigin)(`${appOrigin}/rpc/x`, { signal: gone.signal })
    await isStuck
    gone.abort()
    await expect(asking).rejects.toThrow('went away')
    expect(signal!.aborted).toBe(false)
    release()
    while (!cancelled) await new Promise((resolve) => setImmediate(resolve))
    expect(signal!.aborted).toBe(true)
  })

  test('a bug of the core is one plain sentence', async () => {
    const answer = await fromWindow(`${appOrigin}/rpc/throws`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('a bug')
  })
})

describe('who may ask', () => {
  const ask = (url: string, initiator?: string, init?: RequestInit) => throughElectron(handler, initiator)(url, init)

  test('the browser itself may open pages and files, without trust', async () => {
    expect(await (await ask(appUrl)).text()).toBe('page of /')
    expect(callers).toEqual([{ trusted: false, source: 'desktop window' }])
  })

  test.each(['https://evil.example', 'null', 'app://other', 'app://console.evil', 'file://', ''])(
    'a page of %j gets nothing',
    async (initiator) => {
      for (const path of ['/', '/assets/a.js', '/rpc/add', '/api/openapi.json', '/download/x'])
        expect((await ask(`${appOrigin}${path}`, initiator)).status).toBe(403)
      expect(callers).toEqual([])
    },
  )

  test.each(['/rpc/add', '/api/openapi.json', '/%72pc/add', '/x/../rpc/add'])('without an initiator %s is refused', async (path) => {
    expect((await ask(`${appOrigin}${path}`)).status).toBe(403)
    expect(callers).toEqual([])
  })

  test('a token without our own page is refused', async () => {
    expect((await ask(appUrl, undefined, { headers: { authorization: 'Bearer x' } })).status).toBe(403)
  })

  test('another host of the scheme does not exist', async () => {
    expect((await ask('app://other/', 'app://other')).status).toBe(404)
  })

  test('pages are read and never written', async () => {
    expect((await ask(appUrl, appOrigin, { method: 'POST', body: '{}' })).status).toBe(405)
  })
})
