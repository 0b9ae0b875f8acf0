import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import type { RawData } from 'ws'
import { WebSocket, WebSocketServer } from 'ws'
import { converse } from './test-kit/conversation.ts'
import { afterTest, policyFor, startGuard, startRawService, startService } from './test-kit/running-guard.ts'

const upgrade =
  'GET /x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'

const startWebSocketService = async () => {
  const server = createServer()
  const sockets = new WebSocketServer({ server })
  const asked: Record<string, unknown>[] = []
  sockets.on('connection', (socket, request) => {
    asked.push({ url: request.url, ...request.headers })
    socket.on('message', (data: RawData, isBinary) => socket.send(data, { binary: isBinary }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterTest(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets, asked }
}

test('messages pass both ways, text and large binary ones, and closing passes with its code', async () => {
  const service = await startWebSocketService()
  const { port, guard, recorded } = await startGuard(policyFor(service.url))
  const socket = new WebSocket(`ws://127.0.0.1:${port}/chat?room=1`, { headers: { 'x-forwarded-for': '1.2.3.4' } })
  await once(socket, 'open')
  expect(guard.requestsNow()).toBe(1)
  socket.send('hello')
  expect(((await once(socket, 'message')) as [Buffer])[0].toString()).toBe('hello')
  const large = Buffer.alloc(3_000_000, 7)
  socket.send(large)
  expect(Buffer.compare(((await once(socket, 'message')) as [Buffer])[0], large)).toBe(0)
  expect(service.asked[0]).toMatchObject({ url: '/chat?room=1', 'x-forwarded-for': '127.0.0.1' })
  socket.close(4001, 'done')
  expect(((await once(socket, 'close')) as [number])[0]).toBe(4001)
  const [record] = await recorded(1)
  expect(record).toMatchObject({ status: 101, refusal: null })
  expect(record!.bytesIn).toBeGreaterThan(3_000_000)
  expect(record!.bytesOut).toBeGreaterThan(3_000_000)
  expect(guard.requestsNow()).toBe(0)
  expect(guard.upstreams()[0]!.targets[0]!.active).toBe(0)
})

test('an end that vanishes takes the other with it', async () => {
  const service = await startWebSocketService()
  const { port, recorded } = await startGuard(policyFor(service.url))
  const first = new WebSocket(`ws://127.0.0.1:${port}/`)
  await once(first, 'open')
  const [inner] = service.sockets.clients
  first.terminate()
  await once(inner!, 'close')
  const second = new WebSocket(`ws://127.0.0.1:${port}/`)
  await once(second, 'open')
  for (const socket of service.sockets.clients) socket.terminate()
  await once(second, 'close')
  expect(await recorded(2)).toMatchObject([{ status: 101 }, { status: 101 }])
})

test('an upgrade that the guard refuses is answered, and the connection is closed', async () => {
  const service = await startWebSocketService()
  const { port, guard } = await startGuard(policyFor(service.url, { settings: { identity: 'required' } }))
  expect(await converse(port, upgrade).end()).toMatch(/^HTTP\/1\.1 401 [^]*key-needed/)
  expect(service.asked).toEqual([])
  expect(guard.requestsNow()).toBe(0)
})

test('an upgrade that the service refuses is answered with what it says', async () => {
  const target = await startService((_request, response) => response.writeHead(403, { 'content-type': 'text/plain' }).end('not you'))
  const { port, recorded } = await startGuard(policyFor(target))
  expect(await converse(port, upgrade).end()).toMatch(/^HTTP\/1\.1 403 [^]*not you/)
  expect(await recorded(1)).toMatchObject([{ status: 403, refusal: null }])
})

test('a service that is silent, gone or says half is a failure for the caller, and nothing stays open', async () => {
  const silent = await startRawService(() => {})
  const breaking = await startRawService((socket) => socket.once('data', () => socket.destroy()))
  const half = await startRawService((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf')))
  for (const [target, expected] of [
    [silent, /^HTTP\/1\.1 504 /],
    [breaking, /^HTTP\/1\.1 502 /],
    [half, /^(?:HTTP\/1\.1 200 [^]*)?$/],
  ] as const) {
    const { port, guard, recorded } = await startGuard(policyFor(target, { settings: { answerTimeoutMs: 200 } }))
    expect(await converse(port, upgrade).end()).toMatch(expected)
    await recorded(1)
    expect(guard.requestsNow()).toBe(0)
    expect(guard.upstreams()[0]!.targets[0]!.active).toBe(0)
  }
})

test('another protocol than WebSocket is asked for in vain: the request is sent on as what it is', async () => {
  let asked: Record<string, unknown> = {}
  const target = await startService((request, response) => {
    asked = request.headers
    response.end('plain')
  })
  const { port } = await startGuard(policyFor(target))
  const text = await converse(
    port,
    'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n',
  ).end()
  expect(text).toMatch(/^HTTP\/1\.1 200 [^]*plain$/)
  expect(asked).not.toHaveProperty('upgrade')
  expect(asked).not.toHaveProperty('http2-settings')
})
