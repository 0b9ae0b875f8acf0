// Targets that speak TLS: whom the guard trusts, what it shows, which keys it expects, and that it never looks away.
import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createHandClock } from '../../main/test-kit/hand-clock.ts'
import { makeAuthority } from '../../main/test-kit/make-certificate.ts'
import { call } from '../test-kit/call.ts'
import { afterTest, policyFor, startGuard } from '../test-kit/running-guard.ts'
import { tlsFiles } from '../test-kit/tls-files.ts'

const authority = makeAuthority()
const own = authority.certify(['localhost'])
const files = () => tlsFiles(own)
const pinOf = (pem: string) =>
  createHash('sha256')
    .update(new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' }) as Buffer)
    .digest('base64')

const startTarget = async (pems: { certPem: string; keyPem: string } = own, more: ServerOptions = {}) => {
  const asked: string[] = []
  const server = createServer({ cert: pems.certPem, key: pems.keyPem, ...more }, (request, response) => {
    asked.push(request.url!)
    const { subject } = (request.socket as TLSSocket).getPeerCertificate()
    response.end(JSON.stringify({ client: (subject as { CN?: string } | undefined)?.CN ?? null }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterTest(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { server, asked, url: `https://localhost:${port}`, byAddress: `https://127.0.0.1:${port}` }
}
const start = async (target: string, tls: object | null, settings: object = {}) => {
  const clock = createHandClock(Date.now())
  return { clock, ...(await startGuard(policyFor(target, { upstream: { tls, passiveHealth: null }, settings }), { clock })) }
}
const statusOf = async (url: string, headers = {}) => (await call(url, { agent: false, headers })).answer.statusCode

test('a target of an authority of its own is trusted where the policy names it, and otherwise not', async () => {
  const { url, asked } = await startTarget()
  const trusted = await start(url, { authorities: files().put('authority.pem', authority.caPem) })
  expect(await statusOf(trusted.url)).toBe(200)
  const stranger = await start(url, null)
  expect(await statusOf(stranger.url)).toBe(502)
  expect((await stranger.recorded(1))[0]!.reason).toMatch(/SELF_SIGNED|UNABLE_TO/)
  const other = await start(url, { authorities: files().put('authority.pem', makeAuthority().caPem) })
  expect(await statusOf(other.url)).toBe(502)
  expect(asked).toHaveLength(1)
})

test('the name that is checked is that of the address or of the policy, whatever Host a caller sends', async () => {
  const { url, byAddress } = await startTarget()
  const inside = await startTarget(authority.certify(['service.internal']))
  const authorities = files().put('authority.pem', authority.caPem)
  expect(await statusOf((await start(byAddress, { authorities })).url)).toBe(502)
  expect(await statusOf((await start(byAddress, { authorities, serverName: 'localhost' })).url)).toBe(200)
  expect(await statusOf((await start(inside.url, { authorities, serverName: 'service.internal' })).url)).toBe(200)
  expect(await statusOf((await start(inside.url, { authorities }, { keepHost: true })).url, { host: 'service.internal' })).toBe(502)
  expect(await statusOf((await start(url, { authorities }, { keepHost: true })).url, { host: 'elsewhere.example' })).toBe(200)
})

test('the guard shows its own certificate where the target asks for one', async () => {
  const { url } = await startTarget(own, { requestCert: true, rejectUnauthorized: true, ca: authority.caPem })
  const authorities = files().put('authority.pem', authority.caPem)
  const client = tlsFiles(authority.certifyClient('the guard'))
  const shown = await start(url, { authorities, certificate: { certificate: client.certificate, key: client.key } })
  expect((await call(shown.url, { agent: false })).text).toBe('{"client":"the guard"}')
  expect(await statusOf((await start(url, { authorities })).url)).toBe(502)
})

test('only a key that is expected is spoken to, be it the target’s or its authority’s', async () => {
  const { url, asked } = await startTarget({ ...own, certPem: own.certPem + authority.caPem })
  const authorities = files().put('authority.pem', authority.caPem)
  expect(await statusOf((await start(url, { authorities, pins: [pinOf(own.certPem)] })).url)).toBe(200)
  expect(await statusOf((await start(url, { authorities, pins: [pinOf(authority.caPem)] })).url)).toBe(200)
  const wrong = await start(url, { authorities, pins: [pinOf(makeAuthority().caPem)] })
  expect(await statusOf(wrong.url)).toBe(502)
  expect(await statusOf(wrong.url)).toBe(502)
  expect((await wrong.recorded(2))[1]!.reason).toBe('TLS_PIN_MISMATCH')
  expect(asked).toHaveLength(2)
})

test('a certificate that is only sent along does not stand for one that signed', async () => {
  const pinned = makeAuthority('The same name')
  const signing = makeAuthority('The same name')
  const pems = signing.certify(['localhost'])
  const { url } = await startTarget({ ...pems, certPem: pems.certPem + pinned.caPem })
  const authorities = files().put('authority.pem', signing.caPem)
  expect(await statusOf((await start(url, { authorities })).url)).toBe(200)
  expect(await statusOf((await start(url, { authorities, pins: [pinOf(pinned.caPem)] })).url)).toBe(502)
})

test('a WebSocket is held to the same', async () => {
  const { server, url } = await startTarget()
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => socket.on('message', (message) => socket.send(message)))
  const authorities = files().put('authority.pem', authority.caPem)
  const open = async (tls: object) => {
    const socket = new WebSocket((await start(url, tls)).url)
    afterTest(() => socket.terminate())
    return Promise.race([once(socket, 'open').then(() => 'open'), once(socket, 'error').then(() => 'refused')]).catch(() => 'refused')
  }
  expect(await open({ authorities })).toBe('open')
  expect(await open({ authorities, pins: [pinOf(makeAuthority().caPem)] })).toBe('refused')
})

test('authorities that are replaced hold for new connections, and what is no certificate changes nothing', async () => {
  const next = makeAuthority()
  const { url } = await startTarget(next.certify(['localhost']))
  const place = files()
  const authorities = place.put('authority.pem', authority.caPem)
  const { url: guard, clock } = await start(url, { authorities })
  expect(await statusOf(guard)).toBe(502)
  place.put('authority.pem', 'nonsense')
  clock.advance(5_000)
  expect(await statusOf(guard)).toBe(502)
  place.put('authority.pem', next.caPem)
  clock.advance(5_000)
  await expect.poll(() => statusOf(guard)).toBe(200)
})

test('a policy whose files for a target cannot be read is refused where it is', async () => {
  const { url } = await startTarget()
  const { change } = await start(url, null)
  expect(await change(policyFor(url, { upstream: { tls: { authorities: '/nowhere/authority.pem' } } }))).toEqual({
    ok: false,
    faults: [{ path: 'upstreams.0.tls.authorities', message: '/nowhere/authority.pem cannot be read: ENOENT' }],
  })
})
