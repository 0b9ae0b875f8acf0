/** Everything the core answers over HTTP: the page, /rpc, /api, /download. One plain function from request to response. */
import { Hono } from 'hono'
import type { Ids } from '../../ports/ids.ts'
import { errorMap, GatehouseError } from '../../shared/errors.ts'
import type { By } from '../database/database.ts'
import { askedBy } from './asked-by.ts'
import type { Door, Identities } from './asked-by.ts'
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
  identities: Identities
  ids: Ids
  version: string
}

type Bindings = { caller: Caller; requestId: string }

const maxUserAgent = 512

/** Where the status endpoints are asked for as well. */
const statusAlias = '/api/security-performance'
const statusPaths = /^\/api\/security-performance\/(?:status|security\/[\w-]+|performance\/[\w-]+)$/

const refusal = ({ code, message, data }: GatehouseError) => Response.json({ code, message, data }, { status: errorMap[code].status })

const notFound = () => Response.json({ code: 'NOT_FOUND', message: 'There is nothing here.' }, { status: 404 })

export const createHttpApp = ({ rpc, renderer, downloads, identities, ids, version }: HttpAppOptions) => {
  const app = new Hono<{ Bindings: Bindings }>()
  let description: Promise<object> | null = null

  const contextOf = async (request: Request, caller: Caller, requestId: string, door: Door): Promise<RequestContext> => {
    const { trusted, source } = caller
    const by: By = { actor: { kind: 'anonymous', id: null, name: 'anonymous' }, source, requestId }
    const userAgent = (request.headers.get('user-agent') ?? '').slice(0, maxUserAgent)
    return { trusted, source, userAgent, by, identify: await askedBy(request, caller, by, door, identities) }
  }
  const answerRest = async (request: Request, { caller, requestId }: Bindings, prefix: '/api' | typeof statusAlias): Promise<Response> => {
    const context = await contextOf(request, caller, requestId, { takesAccessTokens: true })
    const { response } = await rpc.rest.handle(request, { prefix, context })
    return response ?? notFound()
  }

  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(securityHeaders)) c.res.headers.set(name, value)
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
    c.res.headers.set('x-request-id', c.env.requestId)
    // RFC 9110, 15.5.2. A window gets none: it has no use for it.
    if (c.res.status === 401 && c.env.caller.program) c.res.headers.set('www-authenticate', 'Bearer')
  })
  app.all('/rpc/*', async (c) => {
    const context = await contextOf(c.req.raw, c.env.caller, c.env.requestId, { takesAccessTokens: false })
    const { response } = await rpc.rpc.handle(c.req.raw, { prefix: '/rpc', context })
    return response ?? notFound()
  })
  app.get('/api/openapi.json', async (c) => {
    const { identify } = await contextOf(c.req.raw, c.env.caller, c.env.requestId, { takesAccessTokens: true })
    const asker = identify()
    if (asker.kind === 'refused') return refusal(asker.error)
    if (!c.env.caller.trusted && asker.kind !== 'token')
      return refusal(new GatehouseError('HOST_TOKEN_REQUIRED', 'Open the console with its link, or send an access token.', {}))
    description ??= describeRest(version)
    return c.json(await description)
  })
  app.all('/api/*', (c) => answerRest(c.req.raw, c.env, statusPaths.test(c.req.path) ? statusAlias : '/api'))
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
