// Ports that speak TLS, over real sockets: versions, names, other certificates while it serves, and those who never finish a handshake.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import type { RequestOptions } from 'node:https'
import { connect as connectPlainly } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { expect, test } from 'vitest'
import { createHandClock } from '../../main/test-kit/hand-clock.ts'
import { makeAuthority } from '../../main/test-kit/make-certificate.ts'
import { callSecurely, fromFiles, listeningSecurely as listening, shakeHands } from '../test-kit/call-securely.ts'
import type { TlsInput } from '../test-kit/call-securely.ts'
import { call as callPlainly } from '../test-kit/call.ts'
import { policyFor, startGuard, startService } from '../test-kit/running-guard.ts'
import { tlsFiles } from '../test-kit/tls-files.ts'

const authority = makeAuthority()
const { caPem } = authority

const call = (port: number, options: RequestOptions = {}) => callSecurely(port, { ca: caPem, ...options })
const shake = (port: number, options: ConnectionOptions = {}) => shakeHands(port, { ca: caPem, ...options })
const greeting = () => startService((request, response) => response.end(JSON.stringify({ proto: request.headers['x-forwarded-proto'] })))

test('a port answers over TLS, tells the target so, and callers to come back by it', async () => {
  const files = tlsFiles(authority.certify(['localhost']))
  const { port } = await startGuard(policyFor(await greeting(), { listeners: listening({ certificates: [fromFiles(files)] }) }))
  const { answer, text } = await call(port)
  expect([answer.statusCode, JSON.parse(text)]).toEqual([200, { proto: 'https' }])
  expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
})

test('what is older than TLS 1.2 is not spoken, nor is a cipher without forward secrecy, and 1.2 may be left out', async () => {
  const files = tlsFiles(authority.certify(['localhost']))
  const listeners = (minVersion: '1.2' | '1.3') => listening({ certificates: [fromFiles(files)], minVersion })
  const { port, change } = await startGuard(policyFor(await greeting(), { listeners: listeners('1.2') }))
  await expect(shake(port, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' })).rejects.toThrow()
  await expect(shake(port, { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:ECDHE-ECDSA-AES128-SHA' })).rejects.toThrow()
  expect((await shake(port, { maxVersion: 'TLSv1.2' })).getProtocol()).toBe('TLSv1.2')
  expect((await change(policyFor(await greeting(), { listeners: listeners('1.3') }))).ok).toBe(true)
  await expect(shake(port, { maxVersion: 'TLSv1.2' })).rejects.toThrow()
  expect((await shake(port)).getProtocol()).toBe('TLSv1.3')
})

test('openssl sees the certificate, its chain and the version', async () => {
  const files = tlsFiles(authority.certify(['localhost']))
  const { port } = await startGuard(policyFor(await greeting(), { listeners: listening({ certificates: [fromFiles(files)] }) }))
  if (spawnSync('openssl', ['version']).status !== 0) return
  const authorities = files.put('authority.pem', caPem)
  const child = spawn('openssl', [
    's_client',
    '-connect',
    `127.0.0.1:${port}`,
    '-servername',
    'localhost',
    '-verify_hostname',
    'localhost',
    '-CAfile',
    authorities,
  ])
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stdin.end('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  await once(child, 'close')
  expect(said).toMatch(/Verification: OK/)
  expect(said).toMatch(/TLSv1\.3/)
})

test('each name has its own certificate, and another than those the first', async () => {
  const one = tlsFiles(authority.certify(['one.example', 'localhost']))
  const two = tlsFiles(authority.certify(['two.example', '*.two.example']))
  const { port } = await startGuard(
    policyFor(await greeting(), { listeners: listening({ certificates: [fromFiles(one), fromFiles(two)] }) }),
  )
  const namesFor = async (servername: string) =>
    (await shake(port, { servername, checkServerIdentity: () => undefined })).getPeerCertificate().subjectaltname
  expect(await namesFor('one.example')).toContain('DNS:one.example')
  expect(await namesFor('two.example')).toContain('DNS:two.example')
  expect(await namesFor('API.two.example')).toContain('DNS:two.example')
  expect(await namesFor('three.example')).toContain('DNS:one.example')
})

test('a certificate that is replaced is served with for new connections, those that are open stay, and no request is lost', async () => {
  const clock = createHandClock(Date.now())
  const files = tlsFiles(authority.certify(['localhost']))
  const { port, guard } = await startGuard(policyFor(await greeting(), { listeners: listening({ certificates: [fromFiles(files)] }) }), {
    clock,
  })
  const before = guard.tls()[0]!.certificates[0]!.sha256
  const open = await shake(port)
  let over = false
  let failed = 0
  let asked = 0
  const load = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (!over) {
        asked++
        const status = await call(port).then(
          ({ answer }) => answer.statusCode,
          () => 0,
        )
        if (status !== 200) failed++
      }
    }),
  )
  for (let time = 0; time < 5; time++) {
    const known = guard.tls()[0]!.certificates[0]!.sha256
    files.write(authority.certify(['localhost']))
    await expect
      .poll(
        () => {
          clock.advance(2_000)
          return guard.tls()[0]!.certificates[0]!.sha256
        },
        { timeout: 20_000 },
      )
      .not.toBe(known)
    const so = asked
    await expect.poll(() => asked).toBeGreaterThan(so + 4)
  }
  over = true
  await load
  expect(failed).toBe(0)
  expect((await shake(port)).getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase()).not.toBe(before)
  open.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  expect(String((await once(open, 'data'))[0])).toContain('200 OK')
})

test('files that are not good are told of and not served with: another key, one that others may read, one that has ended', async () => {
  const clock = createHandClock(Date.now())
  const files = tlsFiles(authority.certify(['localhost']))
  const { port, guard } = await startGuard(policyFor(await greeting(), { listeners: listening({ certificates: [fromFiles(files)] }) }), {
    clock,
  })
  const problem = () => {
    clock.advance(2_000)
    return guard.tls()[0]!.problem
  }
  files.put('certificate.pem', authority.certify(['localhost']).certPem)
  await expect.poll(problem).toMatch(/is not that of the certificate/)
  expect((await call(port)).answer.statusCode).toBe(200)
  files.write(authority.certify(['localhost'], true))
  await expect.poll(problem).toMatch(/has ended already/)
  expect((await call(port)).answer.statusCode).toBe(200)
  files.write(authority.certify(['localhost']))
  await expect.poll(problem).toBe(null)
})

test('a policy whose certificate cannot be used is refused where it is, and the former serves on', async () => {
  const files = tlsFiles(authority.certify(['localhost']))
  const { change, port } = await startGuard(policyFor(await greeting(), { listeners: listening({ certificates: [fromFiles(files)] }) }))
  const applied = async (certificate: object) =>
    change(policyFor(await greeting(), { listeners: listening({ certificates: [certificate as never] }) }))
  expect(await applied({ kind: 'files', certificate: `${files.directory}/none.pem`, key: files.key })).toEqual({
    ok: false,
    faults: [{ path: 'listeners.0.tls.certificates.0.certificate', message: expect.stringContaining('ENOENT') as string }],
  })
  chmodSync(files.key, 0o644)
  // The same settings read nothing anew; a second name makes them others.
  const open = await applied({ ...fromFiles(files), certificate: files.put('same.pem', authority.certify(['localhost']).certPem) })
  expect(open).toMatchObject({ ok: false, faults: [{ message: expect.stringContaining('chmod 600') as string }] })
  expect((await call(port)).answer.statusCode).toBe(200)
})

test('who never finishes a handshake is cut off, and so is who speaks in plain text', async () => {
  const clock = createHandClock(Date.now())
  const files = tlsFiles(authority.certify(['localhost']))
  const { port, refused } = await startGuard(
    policyFor(await greeting(), { listeners: listening({ certificates: [fromFiles(files)] }), bounds: { headerTimeoutMs: 1_000 } }),
    { clock },
  )
  const silent = connectPlainly(port, '127.0.0.1')
  await once(silent, 'connect')
  const closed = once(silent, 'close')
  silent.on('error', () => {})
  await expect
    .poll(() => {
      clock.advance(1_000)
      return refused
    })
    .toContain('tls-handshake-timeout')
  await closed
  const plain = connectPlainly(port, '127.0.0.1')
  plain.on('error', () => {})
  plain.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await once(plain, 'close')
  await expect.poll(() => refused).toContain('tls: http request')
  expect((await call(port)).answer.statusCode).toBe(200)
})

test('a certificate that the guard makes for itself names what it is for, and a port turns to TLS and back', async () => {
  const service = await greeting()
  const tls: TlsInput = { certificates: [{ kind: 'self-signed', names: ['localhost', '127.0.0.1'] }] }
  const { port, guard, change } = await startGuard(policyFor(service, { listeners: listening(tls) }))
  const socket = await shake(port, { rejectUnauthorized: false })
  expect(socket.getPeerCertificate().subjectaltname).toBe('DNS:localhost, IP Address:127.0.0.1')
  expect(guard.tls()).toMatchObject([
    { listener: 'main', problem: null, certificates: [{ kind: 'self-signed', names: ['localhost', '127.0.0.1'] }] },
  ])
  const at = (settings: TlsInput | null) => policyFor(service, { listeners: [{ id: 'main', port, tls: settings }] })
  expect(await change(at(null))).toMatchObject({ ok: true, ports: { main: port } })
  expect((await callPlainly(`http://127.0.0.1:${port}/`, { agent: false })).answer.statusCode).toBe(200)
  expect((await change(at(tls))).ok).toBe(true)
  expect((await call(port, { rejectUnauthorized: false })).answer.statusCode).toBe(200)
})

test('a port in plain text sends callers to https, their method and path kept, and serves nothing', async () => {
  const listeners = [{ id: 'main', port: 0, httpsPort: 8443 }]
  const { url, recorded } = await startGuard(policyFor(await greeting(), { listeners }))
  const { answer } = await callPlainly(`${url}/things?page=1`, { agent: false, method: 'POST', headers: { host: 'api.example:8080' } })
  expect([answer.statusCode, answer.headers.location]).toEqual([308, 'https://api.example:8443/things?page=1'])
  expect(answer.headers['strict-transport-security']).toBeUndefined()
  const { answer: unclear } = await callPlainly(`${url}/`, { agent: false, headers: { host: 'evil.example/@' } })
  expect(unclear.statusCode).toBe(400)
  expect((await recorded(2)).map(({ refusal }) => refusal)).toEqual(['use-https', 'bad-request'])
})
