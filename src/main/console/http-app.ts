/** Everything the core answers over HTTP: the page, /rpc, /api, /download. One plain function from request to response. */
import { Hono } from 'hono'
import type { Ids } from '../../ports/ids.ts'
import type { Caller } from './console.ts'
import type { DownloadDesk } from './downloads.ts'
import { describeRest } from './openapi.ts'
import type { RendererFiles } from './renderer-files.ts'
import type { createRpc, RequestContext } from './rpc.ts'
import { securityHeaders } from './security-headers.ts'

export interface HttpAppOptions {
  rpc: ReturnType<typeof createRpc>
  renderer: RendererFiles
  downloads: DownloadDesk
  ids: Ids
  version: string
}

const maxUserAgent = 512

const contextOf = (request: Request, caller: Caller, requestId: string): RequestContext => {
  const bearer = /^Bearer ([\w-]{20,200})$/.exec(request.headers.get('authorization') ?? '')
  return {
    trusted: caller.trusted,
    source: caller.source,
    userAgent: (request.headers.get('user-agent') ?? '').slice(0, maxUserAgent),
    sessionToken: bearer?.[1] ?? null,
    by: { actor: { kind: 'anonymous', id: null, name: 'anonymous' }, source: caller.source, requestId },
  }
}

const notFound = () => Response.json({ code: 'NOT_FOUND', message: 'There is nothing here.' }, { status: 404 })

export const createHttpApp = ({ rpc, renderer, downloads, ids, version }: HttpAppOptions) => {
  const app = new Hono<{ Bindings: { caller: Caller; requestId: string } }>()
  let description: Promise<object> | null = null

  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(securityHeaders)) c.res.headers.set(name, value)
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
    c.res.headers.set('x-request-id', c.env.requestId)
  })
  app.all('/rpc/*', async (c) => {
    const { response } = await rpc.rpc.handle(c.req.raw, { prefix: '/rpc', context: contextOf(c.req.raw, c.env.caller, c.env.requestId) })
    return response ?? notFound()
  })
  app.get('/api/openapi.json', async (c) => {
    if (!c.env.caller.trusted)
      return Response.json({ code: 'HOST_TOKEN_REQUIRED', message: 'Open the console with its link first.' }, { status: 401 })
    description ??= describeRest(version)
    return c.json(await description)
  })
  app.all('/api/*', async (c) => {
    const { response } = await rpc.rest.handle(c.req.raw, { prefix: '/api', context: contextOf(c.req.raw, c.env.caller, c.env.requestId) })
    return response ?? notFound()
  })
  app.get(
    '/download/:id',
    (c) =>
      // Hono asks for a HEAD as if it were a GET: that would use the link up, and nobody would read what it leads to.
      (c.req.method === 'GET' ? downloads.take(c.req.param('id')) : null) ??
      c.json({ code: 'NOT_FOUND', message: 'This link was used, has expired, or its session is locked or over.' }, 404),
  )
  app.get('*', async (c) => (await renderer.answer(c.req.path)) ?? notFound())
  app.notFound(() => notFound())

  return (request: Request, caller: Caller): Promise<Response> => Promise.resolve(app.fetch(request, { caller, requestId: ids.next() }))
}
