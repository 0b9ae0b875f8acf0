import { once } from 'node:events'
import { Agent, request as ask } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { createHandClock } from '../main/test-kit/hand-clock.ts'
import { converse } from './test-kit/conversation.ts'
import { afterTest, listening, policyFor, startGuard, startRawService, startService } from './test-kit/running-guard.ts'

const get = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
const statusOf = async (url: string, method = 'GET'): Promise<number> => {
  const [answer] = (await once(ask(url, { method, agent: false }).end(), 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode!
}
const served = () => startService((request, response) => request.resume().on('end', () => response.end('served')))

const answers = (text: string) => startRawService((socket) => socket.on('data', () => socket.write(text)))
const brokenServices: Record<string, [status: number, start: () => Promise<string>]> = {
  'resets the connection': [502, () => startRawService((socket) => socket.once('data', () => socket.resetAndDestroy()))],
  'closes without a word': [502, () => startRawService((socket) => socket.once('data', () => socket.end()))],
  'says a status line that is none': [502, () => answers('HTTP/1.1 two hundred\r\n\r\n')],
  'speaks no HTTP': [502, () => answers('220 smtp.example ready\r\n')],
  'frames its answer twice': [
    502,
    () => answers('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'),
  ],
  'says two lengths': [502, () => answers('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nhello')],
  'changes the protocol unasked': [502, () => answers('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n')],
  'never answers': [504, () => startRawService((socket) => void socket.on('data', () => {}))],
  'sends headers without end': [
    502,
    () =>
      startRawService((socket) => {
        const flood = () => {
          while (socket.writable && socket.write(`X-${'y'.repeat(1000)}: z\r\n`));
        }
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\n')
          socket.on('drain', flood)
          flood()
        })
      }),
  ],
}
test.for(Object.entries(brokenServices))(
  'a service that %s is a %s for the caller, and the guard serves on',
  async ([, [status, start]]) => {
    const { url, guard, recorded } = await startGuard(policyFor(await start(), { settings: { answerTimeoutMs: 300 } }))
    expect(await statusOf(url)).toBe(status)
    expect(await statusOf(url, 'POST')).toBe(status)
    await recorded(2)
    expect(guard.requestsNow()).toBe(0)
    expect(guard.upstreams()[0]!.targets[0]!.active).toBe(0)
  },
)

test('an answer that breaks off is broken off for the caller too, and never looks whole', async () => {
  const target = await startRawService((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n')),
  )
  const { port, recorded } = await startGuard(policyFor(target))
  const text = await converse(port, get).end()
  expect(text).toContain('hello')
  expect(text).not.toMatch(/0\r\n\r\n$/)
  expect(await recorded(1)).toMatchObject([{ status: 200, brokenOff: 'by-upstream' }])
})

test('an answer that stops in the middle is cut off when it was still for too long', async () => {
  const target = await answers('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf')
  const { port, recorded } = await startGuard(policyFor(target, { settings: { idleTimeoutMs: 200 } }))
  expect(await converse(port, get).end()).toMatch(/half$/)
  expect(await recorded(1)).toMatchObject([{ brokenOff: 'by-upstream' }])
})

test('a kept connection that the service closed just then costs a reading caller nothing', async () => {
  let asked = 0
  const target = await startRawService((socket) => {
    let ofThisOne = 0
    socket.on('data', () => {
      asked++
      if (++ofThisOne > 1) socket.resetAndDestroy()
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    })
  })
  const { url } = await startGuard(policyFor(target, { upstream: { connections: 1, overflow: 0 } }))
  expect([await statusOf(url), await statusOf(url)]).toEqual([200, 200])
  expect(asked).toBe(3)
  // What changes something is not sent twice.
  expect(await statusOf(url, 'POST')).toBe(502)
})

test('where a target cannot be reached another is tried, and after some failures it is left out', async () => {
  const gone = createServer().listen(0, '127.0.0.1')
  await once(gone, 'listening')
  const { port } = gone.address() as AddressInfo
  gone.close()
  const health: string[] = []
  const { url, guard } = await startGuard(
    policyFor([`http://127.0.0.1:${port}`, await served()], { upstream: { passiveHealth: { failures: 2, outForMs: 60_000 } } }),
    { onHealth: (_upstream, target, well) => health.push(`${new URL(target).port === String(port)} ${well}`) },
  )
  for (let at = 0; at < 6; at++) expect(await statusOf(url)).toBe(200)
  expect(health).toEqual(['true false'])
  expect(guard.upstreams()[0]!.targets.map(({ active }) => active)).toEqual([0, 0])
})

test('callers that break off their bodies do not make a target ill, and failures never take the last one out', async () => {
  const target = await served()
  const health: boolean[] = []
  const { url, port, guard, recorded } = await startGuard(
    policyFor(target, { upstream: { passiveHealth: { failures: 1, outForMs: 60_000 } } }),
    {
      onHealth: (_upstream, _target, well) => health.push(well),
    },
  )
  for (let at = 1; at <= 3; at++) {
    const conversation = converse(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf')
    await expect.poll(() => guard.requestsNow()).toBe(1)
    conversation.socket.destroy()
    expect((await recorded(at)).at(-1)).toMatchObject({ brokenOff: 'by-caller' })
  }
  expect(health).toEqual([])
  expect(await statusOf(url)).toBe(200)
})

test('headers that drip are cut off, and so is a connection that says nothing', async () => {
  const { port } = await startGuard({ ...policyFor(await served()), bounds: { headerTimeoutMs: 200 } })
  const silent = converse(port)
  const dripping = converse(port, 'GET / HTTP/1.1\r\nHost: a\r\n')
  expect(await dripping.end()).toMatch(/^HTTP\/1\.1 408 /)
  expect(await silent.end()).toMatch(/^(?:HTTP\/1\.1 408 [^]*)?$/)
})

test('a body that drips slower than it may is cut off', async () => {
  const { port, recorded, guard } = await startGuard(policyFor(await served(), { settings: { idleTimeoutMs: 200 } }))
  const dripping = converse(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx')
  expect(await dripping.end()).toMatch(/^HTTP\/1\.1 408 /)
  expect(await recorded(1)).toMatchObject([{ refusal: 'request-timeout', bytesIn: 1 }])
  expect(guard.upstreams()[0]!.targets[0]!.active).toBe(0)
})

test('a service that never reads the body is given up', async () => {
  const target = await startRawService((socket) => void socket.pause())
  const { port } = await startGuard(policyFor(target, { settings: { answerTimeoutMs: 300, idleTimeoutMs: 300 } }))
  const conversation = converse(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n')
  conversation.say(Buffer.alloc(50_000_000))
  // What the kernel's buffers of two connections hold, and a little: the guard does not gather what nobody reads.
  expect(conversation.socket.bytesWritten - conversation.socket.writableLength).toBeLessThan(40_000_000)
  expect(await conversation.until(/requestId/)).toMatch(/^HTTP\/1\.1 504 /)
})

test('a bomb of headers is refused by number and by size, also by bounds that came later', async () => {
  const { port, change } = await startGuard(policyFor(await served()))
  const many = (count: number) => `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${'X: y\r\n'.repeat(count)}\r\n`
  expect(await converse(port, many(99)).end()).toMatch(/^HTTP\/1\.1 431 /)
  expect(await converse(port, many(90)).end()).toMatch(/^HTTP\/1\.1 200 /)
  const large = `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`
  expect(await converse(port, large).end()).toMatch(/^HTTP\/1\.1 431 /)
  const patient = await startRawService((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')))
  await change({ ...policyFor(patient), bounds: { headerBytes: 64 * 1024 } })
  expect(await converse(port, large).end()).toMatch(/^HTTP\/1\.1 200 /)
})

test('who reads nothing of a large answer is cut off, and meanwhile no more of it is held than a little', async () => {
  let sent = 0
  const piece = Buffer.alloc(64 * 1024)
  const target = await startService((_request, response) => {
    const go = () => {
      while (!response.destroyed && response.write(piece)) sent += piece.length
    }
    response.on('drain', go)
    go()
  })
  const { port, recorded } = await startGuard(policyFor(target, { settings: { idleTimeoutMs: 400 } }))
  const conversation = converse(port, get)
  conversation.socket.pause()
  expect(await recorded(1)).toMatchObject([{ brokenOff: 'by-caller' }])
  // What the kernel's buffers of two connections hold; the answer itself has no end.
  expect(sent).toBeLessThan(40_000_000)
})

test('a large body passes both ways whole, and is counted', async () => {
  const bytes = 64_000_000
  const target = await startService((request, response) => void request.pipe(response))
  const { url, recorded } = await startGuard(policyFor(target, { settings: { maxBodyBytes: bytes } }))
  const outgoing = ask(url, { method: 'POST', agent: false })
  Readable.from(Array.from({ length: bytes / 64_000 }, () => Buffer.alloc(64_000))).pipe(outgoing)
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  let came = 0
  answer.on('data', (chunk: Buffer) => (came += chunk.length))
  await once(answer, 'end')
  expect(came).toBe(bytes)
  expect(await recorded(1)).toMatchObject([{ bytesIn: bytes, bytesOut: bytes }])
})

test('a change of policy under load loses no request', async () => {
  const [one, two] = [await served(), await served()]
  const { url, change, records } = await startGuard(policyFor(one))
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  afterTest(() => agent.destroy())
  const statuses: (number | string)[] = []
  let stop = false
  const load = Array.from({ length: 8 }, async () => {
    while (!stop) {
      const outgoing = ask(url, { method: 'POST', agent }).end('body')
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
      answer.resume()
      await once(answer, 'end')
      statuses.push(answer.statusCode!)
    }
  })
  for (let revision = 1; revision <= 20; revision++) {
    const until = statuses.length + 20
    expect(await change({ ...policyFor(revision % 2 ? two : one), revision })).toMatchObject({ ok: true })
    await expect.poll(() => statuses.length).toBeGreaterThan(until)
  }
  stop = true
  await Promise.all(load)
  expect(statuses.filter((status) => status !== 200)).toEqual([])
  expect(new Set(records.map(({ policyRevision }) => policyRevision)).size).toBeGreaterThanOrEqual(20)
})

test('a policy that is not good, or whose port is taken, is refused with the place, and the one before serves on', async () => {
  const target = await served()
  const { url, port, change } = await startGuard(policyFor(target))
  expect(await change({ ...policyFor(target), routes: [{ id: 'r', name: 'R', upstream: 'nowhere' }] })).toEqual({
    ok: false,
    faults: [{ path: 'routes.0.upstream', message: 'there is no upstream nowhere' }],
  })
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  afterTest(() => void other.close())
  const taken = (other.address() as AddressInfo).port
  expect(await change({ ...policyFor(target), listeners: [...listening!, { id: 'new', port: 0 }, { id: 'taken', port: taken }] })).toEqual({
    ok: false,
    faults: [{ path: 'listeners.2.port', message: 'this port is in use by another program' }],
  })
  expect(await change({ ...policyFor(target), listeners: [{ id: 'main', port: 0 }] })).toEqual({ ok: true, ports: { main: port } })
  expect(await statusOf(url)).toBe(200)
})

test('headers that would tear requests apart cannot be written by a policy', async () => {
  const { change } = await startGuard(policyFor(await served()))
  const applied = await change(policyFor(await served(), { settings: { setRequestHeaders: { 'Transfer-Encoding': 'chunked' } } }))
  expect(applied).toMatchObject({ ok: false })
})

test('more requests at once than may be are told to come again', async () => {
  const { url, guard } = await startGuard({ ...policyFor(await startService(() => {})), bounds: { requestsAtOnce: 1 } })
  ask(url)
    .on('error', () => {})
    .end()
  await expect.poll(() => guard.requestsNow()).toBe(1)
  expect(await statusOf(url)).toBe(503)
  expect(guard.requestsNow()).toBe(1)
})

test('a clock that is set back or forward gives nobody a new allowance', async () => {
  const clock = createHandClock()
  const limits = [{ id: 'one', name: 'One', layer: 'global', limit: 1, perMs: 10_000 } as const]
  const { url } = await startGuard(policyFor(await served(), { limits }), { clock })
  expect(await statusOf(url)).toBe(200)
  for (const nowMs of [0, Date.UTC(2040, 0, 1)]) {
    clock.setNow(nowMs)
    expect(await statusOf(url)).toBe(429)
  }
  clock.advance(10_000)
  expect(await statusOf(url)).toBe(200)
})
