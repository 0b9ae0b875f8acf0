import { once } from 'node:events'
import { request as ask } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { call } from './test-kit/call.ts'
import { converse } from './test-kit/conversation.ts'
import { policyFor, startGuard, startRawService, startService } from './test-kit/running-guard.ts'

const echo = () => startService((request, response) => void request.pipe(response))

test('HEAD has the length and no body, 204 and 304 have neither, and the connection is used again', async () => {
  const target = await startService((request, response) => {
    const status = Number(request.url!.slice(1)) || 200
    response.writeHead(status, status === 200 ? { 'content-length': 5 } : {})
    response.end(status === 200 ? 'hello' : undefined)
  })
  const { port, recorded } = await startGuard(policyFor(target))
  const conversation = converse(port, 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n')
  await recorded(1)
  conversation.say('GET /204 HTTP/1.1\r\nHost: a\r\n\r\n')
  await recorded(2)
  conversation.say('GET /304 HTTP/1.1\r\nHost: a\r\n\r\n')
  await recorded(3)
  conversation.say('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  const answers = (await conversation.end()).split(/(?=HTTP\/1\.1 \d)/)
  expect(answers).toHaveLength(4)
  expect(answers[0]).toMatch(/content-length: 5\r\n[^]*\r\n\r\n$/)
  expect(answers[1]).toMatch(/^HTTP\/1\.1 204 [^]*\r\n\r\n$/)
  expect(answers[2]).toMatch(/^HTTP\/1\.1 304 [^]*\r\n\r\n$/)
  expect(answers[3]).toMatch(/\r\n\r\nhello$/)
})

test('requests sent one behind the other are answered in their order, and none begins before the one before it is over', async () => {
  let now = 0
  let most = 0
  const target = await startService((request, response) => {
    most = Math.max(most, ++now)
    setImmediate(() => {
      now--
      response.end(`[${request.url}]`)
    })
  })
  const { port, guard, records } = await startGuard(policyFor(target))
  const one = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`
  const text = await converse(port, one('/1') + one('/2') + one('/3', 'Connection: close\r\n')).end()
  expect(text.match(/\[[^\]]+\]/g)).toEqual(['[/1]', '[/2]', '[/3]'])
  expect(most).toBe(1)
  expect(records).toHaveLength(3)
  expect(guard.requestsNow()).toBe(0)
})

test('requests in the queue of a caller that left are never begun, and a caller that queues without end is cut off', async () => {
  const target = await startService(() => {})
  const { port, guard, recorded, refused } = await startGuard(policyFor(target))
  const conversation = converse(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(3))
  await expect.poll(() => guard.requestsNow()).toBe(1)
  conversation.socket.destroy()
  expect(await recorded(1)).toMatchObject([{ brokenOff: 'by-caller' }])
  expect(guard.requestsNow()).toBe(0)
  await converse(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(80)).end()
  expect(refused).toContain('pipelined')
})

test('100-continue is said when the request is sent on, and not where it is refused', async () => {
  const { port } = await startGuard({
    ...policyFor(await echo()),
    routes: [{ id: 'open', name: 'Open', upstream: 'service', match: { path: { kind: 'prefix', value: '/open' } } }],
  })
  const head = (path: string) =>
    `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`
  const sent = converse(port, head('/open'))
  expect(await sent.until(/\r\n\r\n/)).toBe('HTTP/1.1 100 Continue\r\n\r\n')
  sent.say('hello')
  expect(await sent.end()).toContain('hello')
  const refused = converse(port, head('/closed'))
  expect(await refused.until(/"requestId"/)).toMatch(/^HTTP\/1\.1 404 /)
})

test('103 goes on with its links and nothing else', async () => {
  const target = await startRawService((socket) => {
    socket.once('data', () =>
      socket.write(
        'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload; as=style\r\nX-Inner: 1\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
      ),
    )
  })
  const { port } = await startGuard(policyFor(target))
  const text = await converse(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n').end()
  expect(text).toMatch(/^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a\.css>; rel=preload; as=style\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
  expect(text).toMatch(/ok$/)
})

const unasked = 'HTTP/1.1 100 Continue\r\nX-Inner: 1\r\n\r\n'

test.for([
  ['whole', (text: string) => [text]],
  ['letter by letter', (text: string) => text.split('')],
] as const)('a 100 that a target says unasked is passed over, %s, and a body that looks like one is not', async ([, cut]) => {
  let connections = 0
  const body = 'HTTP/1.1 100 Continue\r\n\r\n'
  const hint = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n'
  const target = await startRawService((socket) => {
    connections++
    socket.setNoDelay(true)
    socket.on('data', () => {
      let sent = Promise.resolve()
      const say = (text: string) => (sent = sent.then(() => new Promise<void>((done) => socket.write(text, () => setImmediate(done)))))
      for (const piece of cut(`${unasked}${hint}${unasked}HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`)) void say(piece)
      void say(body)
    })
  })
  const { port } = await startGuard(policyFor(target))
  const caller = converse(port)
  for (let turn = 1; turn <= 2; turn++) {
    caller.say('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    const text = await caller.until(new RegExp(`(?:[^]*${body}){${turn}}$`))
    expect(text.match(/^HTTP\/1\.1 \d+/gm)).toEqual(
      Array.from({ length: turn }, () => ['HTTP/1.1 103', 'HTTP/1.1 200', 'HTTP/1.1 100']).flat(),
    )
    expect(text).not.toContain('X-Inner')
  }
  expect(connections).toBe(1)
})

test('a target that says 100 for ever is given up in the time that an answer may take', async () => {
  const target = await startRawService((socket) => {
    const again = () => socket.write(unasked, () => setTimeout(again, 5))
    socket.once('data', again)
  })
  const { url } = await startGuard(policyFor(target, { settings: { answerTimeoutMs: 500 } }))
  expect((await call(url)).answer.statusCode).toBe(504)
})

test('trailers that were announced go on, but for those that must not stand there', async () => {
  const target = await startRawService((socket) => {
    socket.once('data', () =>
      socket.write(
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum, Set-Cookie\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\nSet-Cookie: a=b\r\n\r\n',
      ),
    )
  })
  const { url } = await startGuard(policyFor(target))
  const { answer, text } = await call(url)
  expect(text).toBe('ok')
  expect(answer.trailers).toEqual({ 'x-sum': '7' })
})

test('a trailer that is announced with a length does no harm', async () => {
  const target = await startRawService((socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTrailer: X-Sum\r\n\r\nok'))
  })
  const { url } = await startGuard(policyFor(target))
  expect((await call(url)).text).toBe('ok')
})

test('the head of an answer does not wait for its body, and each event comes by itself', async () => {
  let tell: (event: string) => void = () => {}
  const target = await startService((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.flushHeaders()
    tell = (event) => response.write(event)
  })
  const { url } = await startGuard(policyFor(target))
  const outgoing = ask(url).end()
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  expect(answer.headers['content-type']).toBe('text/event-stream')
  for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
    tell(event)
    const [chunk] = (await once(answer, 'data')) as [Buffer]
    expect(chunk.toString()).toBe(event)
  }
  outgoing.destroy()
})

test('a body without length is bounded as it comes, one with a length before it comes; both hear why', async () => {
  let reached = 0
  const target = await startService((request, response) => {
    reached++
    request.resume().on('end', () => response.end('ok'))
  })
  const { port } = await startGuard(policyFor(target, { settings: { maxBodyBytes: 10 } }))
  const chunked = converse(port, 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n')
  chunked.say('8\r\n12345678\r\n')
  expect(await chunked.until(/"requestId"/)).toMatch(/^HTTP\/1\.1 413 [^]*connection: close/i)
  const told = converse(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n')
  expect(await told.until(/"requestId"/)).toMatch(/^HTTP\/1\.1 413 /)
  expect(reached).toBeLessThanOrEqual(1)
  const fits = converse(
    port,
    'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n0\r\n\r\n',
  )
  expect(await fits.end()).toMatch(/^HTTP\/1\.1 200 /)
})

test('an answer that comes before the body is over reaches the caller whole', async () => {
  const target = await startRawService((socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 401 Unauthorized\r\nContent-Length: 4\r\n\r\nstop'))
  })
  const { port } = await startGuard(policyFor(target))
  const conversation = converse(port, `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(1000)}`)
  expect(await conversation.until(/stop$/)).toMatch(/^HTTP\/1\.1 401 /)
  // Whoever goes on sending is not served for ever.
  await conversation.end()
})
