// HTTP/2 beside HTTP/1.1 on one port, over real connections: the same stages, and bounds on what one connection may do.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect as connectHttp2, constants } from 'node:http2'
import type { ClientHttp2Session, IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2'
import { expect, test } from 'vitest'
import { makeAuthority } from '../../main/test-kit/make-certificate.ts'
import { callSecurely, fromFiles, listeningSecurely, shakeHands } from '../test-kit/call-securely.ts'
import { afterTest, policyFor, startGuard, startService } from '../test-kit/running-guard.ts'
import { tlsFiles } from '../test-kit/tls-files.ts'

const authority = makeAuthority()
const ca = authority.caPem

const start = async (service: Parameters<typeof startService>[0], more: Parameters<typeof policyFor>[1] = {}) => {
  const files = tlsFiles(authority.certify(['localhost']))
  const listeners = listeningSecurely({ certificates: [fromFiles(files)] })
  return { files, ...(await startGuard(policyFor(await startService(service), { listeners, ...more }))) }
}
const connect = async (port: number, options: object = {}): Promise<ClientHttp2Session> => {
  const session = connectHttp2(`https://localhost:${port}`, { ca, ...options })
  session.on('error', () => {})
  afterTest(() => session.destroy())
  await once(session, 'connect')
  return session
}
const ask = async (session: ClientHttp2Session, headers: OutgoingHttpHeaders, body?: string | Buffer) => {
  const stream = session.request(headers, { endStream: body === undefined })
  if (body !== undefined) stream.end(body)
  let text = ''
  let trailers: IncomingHttpHeaders = {}
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  stream.on('trailers', (given: IncomingHttpHeaders) => (trailers = given))
  let answer: IncomingHttpHeaders & { ':status'?: number } = {}
  stream.on('response', (given) => (answer = given))
  stream.on('error', () => {})
  await new Promise((closed) => stream.on('close', closed))
  return { status: answer[':status'], answer, text, trailers, code: stream.rstCode }
}

test('requests over HTTP/2 reach the target as over HTTP/1.1, and so does HTTP/1.1 on the same port', async () => {
  const { port, recorded } = await start((request, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers }))
  })
  const session = await connect(port)
  const { status, answer, text } = await ask(session, { ':path': '/things?page=1', cookie: 'x=1', accept: '*/*' })
  expect(status).toBe(200)
  const seen = JSON.parse(text) as { url: string; headers: Record<string, string> }
  expect(seen).toMatchObject({ method: 'GET', url: '/things?page=1' })
  expect(seen.headers).toMatchObject({ cookie: 'x=1', 'x-forwarded-proto': 'https', 'x-forwarded-host': `localhost:${port}` })
  expect(Object.keys(seen.headers).filter((name) => name.startsWith(':'))).toEqual([])
  expect(answer['set-cookie']).toEqual(['a=1', 'b=2'])
  expect(answer['strict-transport-security']).toBe('max-age=31536000')
  expect((await callSecurely(port, { ca })).answer.httpVersion).toBe('1.1')
  expect((await recorded(2)).map((record) => record.status)).toEqual([200, 200])
})

test('bodies pass both ways whole, with and without a length, and trailers behind them', async () => {
  const large = Buffer.alloc(3_000_000, 'x')
  const { port, recorded } = await start((request, response) => {
    let bytes = 0
    request.on('data', (chunk: Buffer) => (bytes += chunk.length))
    request.on('end', () => {
      response.writeHead(200, { trailer: 'x-sum' })
      response.write(large)
      response.addTrailers({ 'x-sum': String(bytes) })
      response.end()
    })
  })
  const session = await connect(port)
  const some = await Promise.all([
    ask(session, { ':method': 'POST', ':path': '/' }, large),
    ask(session, { ':method': 'POST', ':path': '/', 'content-length': large.length }, large),
  ])
  for (const { text, trailers } of some) expect([text.length, trailers['x-sum']]).toEqual([large.length, String(large.length)])
  expect((await recorded(2)).map(({ bytesIn, bytesOut }) => [bytesIn, bytesOut])).toEqual(some.map(() => [large.length, large.length]))
})

test('refusals, limits of size and what is not clear are told as over HTTP/1.1', async () => {
  const { port } = await start((_request, response) => response.end('in'), { settings: { identity: 'required', maxBodyBytes: 10 } })
  const session = await connect(port)
  expect((await ask(session, { ':path': '/' })).status).toBe(401)
  expect((await ask(session, { ':method': 'POST', ':path': '/', 'content-length': 100 }, 'x'.repeat(100))).status).toBe(413)
  expect((await ask(session, { ':path': '/a/%2e%2e/b%00' })).status).toBe(400)
  expect((await ask(session, { ':path': '/', ':authority': 'localhost', host: 'elsewhere.example' })).status).toBe(400)
  expect((await ask(session, { ':method': 'TRACE', ':path': '/' })).status).toBe(405)
})

test('a caller that goes away is known to, and an answer that breaks off does not look whole', async () => {
  const { port, records, recorded } = await start((request, response) => {
    response.write('part')
    if (request.url === '/broken') setImmediate(() => request.socket.destroy())
  })
  const session = await connect(port)
  expect((await ask(session, { ':path': '/broken' })).code).toBe(constants.NGHTTP2_INTERNAL_ERROR)
  const left = session.request({ ':path': '/left' })
  await once(left, 'data')
  left.close(constants.NGHTTP2_CANCEL)
  await expect.poll(() => records.length).toBe(2)
  expect((await recorded(2)).map(({ brokenOff }) => brokenOff)).toEqual(['by-upstream', 'by-caller'])
  const upload = session.request({ ':method': 'POST', ':path': '/left' }, { endStream: false })
  upload.on('error', () => {})
  upload.write('half')
  await once(upload, 'data')
  upload.close(constants.NGHTTP2_CANCEL)
  await expect.poll(() => records.length).toBe(3)
  expect(records[2]!.brokenOff).toBe('by-caller')
})

test('who resets streams over and over is cut off, and the others are served', async () => {
  const { port, refused } = await start((_request, response) => response.end('in'))
  const flood = await connect(port)
  let ended = false
  flood.on('close', () => (ended = true))
  for (let round = 0; round < 200 && !ended; round++) {
    const streams = Array.from({ length: flood.destroyed || flood.closed ? 0 : 50 }, () => flood.request({ ':path': '/' }))
    for (const stream of streams) stream.on('error', () => {})
    await new Promise((next) => setImmediate(next))
    for (const stream of streams) stream.close(constants.NGHTTP2_CANCEL)
    await new Promise((next) => setImmediate(next))
  }
  await expect.poll(() => ended).toBe(true)
  expect((await ask(await connect(port), { ':path': '/' })).status).toBe(200)
  expect(refused.length).toBeLessThan(3)
})

test('more headers, or larger ones, than may be are refused without ending the others', async () => {
  const { port } = await start((_request, response) => response.end('in'), { bounds: { headers: 20, headerBytes: 4096 } })
  const many = Object.fromEntries(Array.from({ length: 22 }, (_, at) => [`x-${at}`, '1']))
  const session = await connect(port)
  expect((await ask(session, { ':path': '/', ...many })).status).toBe(431)
  expect((await ask(session, { ':path': '/', 'x-large': 'x'.repeat(20_000) })).status).not.toBe(200)
  expect((await ask(await connect(port), { ':path': '/' })).status).toBe(200)
  // Nobody has to have heard of the bound, or to say so: the first request is sent before.
  const first = connectHttp2(`https://localhost:${port}`, { ca })
  afterTest(() => first.destroy())
  expect((await ask(first, { ':path': '/', 'x-large': 'x'.repeat(8_000) })).status).toBe(431)
})

test.each([
  [401, { ':method': 'POST', ':path': '/closed' }],
  [401, { ':method': 'HEAD', ':path': '/closed' }],
  [200, { ':method': 'POST', ':path': '/' }],
  [200, { ':method': 'POST', ':path': '/', 'content-length': 0 }],
])('whoever has the answer (%s) to %j and never ends the request holds neither its stream nor the connection', async (status, headers) => {
  const settings = { identity: headers[':path'] === '/' ? 'none' : 'required' } as const
  const { port } = await start((_request, response) => response.end('in'), { settings, bounds: { keepAliveMs: 1_000 } })
  const session = await connect(port)
  const stream = session.request(headers, { endStream: false })
  stream.on('error', () => {})
  if (headers[':path'] === '/' && !('content-length' in headers)) stream.write('half')
  let answered: unknown = 0
  stream.on('response', (answer) => (answered = answer[':status']))
  stream.resume()
  await expect.poll(() => stream.closed, { timeout: 10_000 }).toBe(true)
  expect([answered, stream.rstCode]).toEqual([status, constants.NGHTTP2_NO_ERROR])
  await expect.poll(() => session.destroyed, { timeout: 10_000 }).toBe(true)
})

test('whoever takes nothing of an answer loses the connection, and whoever waits for one does not', async () => {
  let answer = () => {}
  const { port } = await start((_request, response) => void (answer = () => response.end('late')), {
    bounds: { keepAliveMs: 500, headerTimeoutMs: 1_000 },
  })
  const waits = await connect(port)
  const late = ask(waits, { ':path': '/' })
  const session = await connect(port, { settings: { initialWindowSize: 0 } })
  session.request({ ':method': 'TRACE', ':path': '/' }).on('error', () => {})
  await expect.poll(() => session.destroyed, { timeout: 10_000 }).toBe(true)
  answer()
  expect((await late).text).toBe('late')
})

test('HTTP/2 may be left out, and what neither side speaks is refused in the handshake', async () => {
  const { port, files, change } = await start((_request, response) => response.end('in'))
  expect((await shakeHands(port, { ca, ALPNProtocols: ['h2', 'http/1.1'] })).alpnProtocol).toBe('h2')
  await expect(shakeHands(port, { ca, ALPNProtocols: ['acme-tls/1'] })).rejects.toThrow()
  const listeners = listeningSecurely({ certificates: [fromFiles(files)], http2: false })
  await change(policyFor(await startService((_request, response) => response.end('in')), { listeners }))
  expect((await shakeHands(port, { ca, ALPNProtocols: ['h2', 'http/1.1'] })).alpnProtocol).toBe('http/1.1')
})

test('curl speaks HTTP/2 with it', async () => {
  if (!spawnSync('curl', ['--version']).stdout?.toString().includes('HTTP2')) return
  const { port, files } = await start((_request, response) => response.end('in'))
  const child = spawn('curl', [
    '-s',
    '--http2',
    '--cacert',
    files.put('ca.pem', ca),
    '-w',
    ' %{http_version}',
    `https://localhost:${port}/`,
  ])
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await once(child, 'close')
  expect(said).toBe('in 2')
})

test('a port that closes lets what is under way end', async () => {
  let finish = () => {}
  const { port, guard } = await start((_request, response) => void (finish = () => response.end('late')))
  const asked = ask(await connect(port), { ':path': '/' })
  await expect.poll(() => guard.requestsNow()).toBe(1)
  await expect.poll(() => String(finish)).toContain('late')
  const closed = guard.close(10_000)
  finish()
  expect((await asked).text).toBe('late')
  await closed
})
