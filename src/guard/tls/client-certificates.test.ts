// Callers who show certificates: who is let in, whose consumer they are, and what is not believed.
import { X509Certificate } from 'node:crypto'
import { connect } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import { expect, test } from 'vitest'
import { makeAuthority } from '../../main/test-kit/make-certificate.ts'
import { systemClock } from '../../ports/clock.ts'
import { makeConsumerKey } from '../../ports/consumer-key.ts'
import { createIds } from '../../ports/ids.ts'
import { callSecurely, fromFiles, listeningSecurely, shakeHands } from '../test-kit/call-securely.ts'
import type { PolicyInput } from '../test-kit/running-guard.ts'
import { policyFor, startGuard, startService } from '../test-kit/running-guard.ts'
import { tlsFiles } from '../test-kit/tls-files.ts'
import { alternativeNames } from './certificate-names.ts'

const authority = makeAuthority()
const clients = makeAuthority('Clients')
const ca = authority.caPem
const consumer = (id: string, certificates: string[], more: object = {}) => ({ id, name: id, certificates, ...more })
const shows = ({ certPem, keyPem }: { certPem: string; keyPem: string }) => ({ ca, cert: certPem, key: keyPem })

const start = async (need: 'optional' | 'required', consumers: PolicyInput['consumers'], more: PolicyInput = {}) => {
  const files = tlsFiles(authority.certify(['localhost']))
  const authorities = files.put('clients.pem', clients.caPem)
  const service = await startService((request, response) => response.end(JSON.stringify(request.headers)))
  return startGuard(
    policyFor(service, {
      listeners: listeningSecurely({ certificates: [fromFiles(files)], clientCertificates: { need, authorities } }),
      consumers,
      settings: { identity: need === 'required' ? 'required' : 'optional' },
      ...more,
    }),
  )
}

test('a certificate tells the consumer: by its digest, a name of a host, a URI or its common name', async () => {
  const one = clients.certifyClient('one')
  const digest = new X509Certificate(one.certPem).fingerprint256.replaceAll(':', '').toLowerCase()
  const { port, recorded } = await start('required', [
    consumer('by-digest', [`sha256:${digest}`]),
    consumer('by-host', ['DNS:api.two.example']),
    consumer('by-uri', ['URI:spiffe://three/service']),
    consumer('by-name', ['CN:Four']),
  ])
  const certificates = [
    one,
    clients.certifyClient('two', ['api.two.example']),
    clients.certifyClient('three', ['spiffe://three/service']),
    clients.certifyClient('Four', ['other.example']),
  ]
  for (const certificate of certificates) expect((await callSecurely(port, shows(certificate))).answer.statusCode).toBe(200)
  expect((await recorded(4)).map((record) => record.consumer)).toEqual(['by-digest', 'by-host', 'by-uri', 'by-name'])
})

test('without a certificate, with one of another authority or one that has ended nobody comes in where one is needed', async () => {
  const { port, refused, records } = await start('required', [consumer('one', ['CN:one'])])
  await expect(callSecurely(port, { ca })).rejects.toThrow()
  await expect(callSecurely(port, shows(makeAuthority('Clients').certifyClient('one')))).rejects.toThrow()
  await expect(callSecurely(port, shows(clients.certifyClient('one', ['one'], true)))).rejects.toThrow()
  // A server's certificate is none of a client.
  await expect(callSecurely(port, shows(clients.certify(['one'])))).rejects.toThrow()
  await expect.poll(() => refused).toHaveLength(4)
  expect(refused[0]).toBe('client certificate: none')
  expect(refused.slice(1).every((why) => why.startsWith('client certificate: '))).toBe(true)
  expect(records).toEqual([])
  expect((await callSecurely(port, shows(clients.certifyClient('one')))).answer.statusCode).toBe(200)
})

test('a session that was begun without a certificate cannot be resumed into one that needs it, and one with it says whose it is', async () => {
  const { port, refused, recorded } = await start('required', [consumer('one', ['CN:one'])])
  const ticketOf = async (options: ConnectionOptions): Promise<Buffer | undefined> => {
    const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ...options })
    socket.on('error', () => {})
    let ticket: Buffer | undefined
    const came = new Promise<void>((resolve) => {
      socket.on('session', (session: Buffer) => {
        ticket = session
        resolve()
      })
      socket.on('close', () => resolve())
    })
    await came
    socket.destroy()
    return ticket
  }
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const before = refused.length
    const empty = await ticketOf({ ca, maxVersion })
    await expect.poll(() => refused.length).toBe(before + 1)
    await expect(callSecurely(port, { ca, maxVersion, ...({ session: empty } as object) })).rejects.toThrow()
    const good = await ticketOf({ ...shows(clients.certifyClient('one')), maxVersion })
    expect((await shakeHands(port, { ca, maxVersion, session: good! })).isSessionReused()).toBe(true)
    expect((await callSecurely(port, { ca, maxVersion, ...({ session: good } as object) })).answer.statusCode).toBe(200)
  }
  expect((await recorded(2)).map((record) => record.consumer)).toEqual(['one', 'one'])
})

test('a certificate that is good and nobody’s is as good as none, and one need not be shown where it is optional', async () => {
  const needed = await start('required', [consumer('one', ['CN:one'])])
  expect((await callSecurely(needed.port, shows(clients.certifyClient('other')))).answer.statusCode).toBe(401)
  const optional = await start('optional', [consumer('one', ['CN:one'])])
  expect((await callSecurely(optional.port, { ca })).answer.statusCode).toBe(200)
  await expect(callSecurely(optional.port, shows(makeAuthority('Clients').certifyClient('one')))).rejects.toThrow()
})

test('networks of a consumer hold for its certificate, and a key of another consumer is refused beside it', async () => {
  const { key, prefix, hash } = makeConsumerKey(createIds(systemClock))
  const keys = [{ id: 'one', prefix, hash }]
  const { port, records } = await start('required', [
    consumer('near', ['CN:near']),
    consumer('far', ['CN:far'], { networks: ['10.0.0.0/8'] }),
    consumer('keyed', ['CN:keyed'], { keys }),
  ])
  const status = async (name: string, headers = {}) =>
    (await callSecurely(port, { ...shows(clients.certifyClient(name)), headers })).answer.statusCode
  expect(await status('near')).toBe(200)
  expect(await status('far')).toBe(403)
  expect(await status('keyed', { 'x-api-key': key })).toBe(200)
  expect(await status('near', { 'x-api-key': key })).toBe(401)
  await expect.poll(() => records.at(-1)?.reason).toBe('the key is of another consumer than the certificate')
})

test('what a caller says of its certificate in a header tells nobody anything and goes no further', async () => {
  const { port, recorded } = await start('optional', [consumer('one', ['CN:one'])])
  const { text } = await callSecurely(port, {
    ca,
    headers: { 'x-forwarded-client-cert': 'Subject="CN=one"', 'client-cert': ':b25l:', X_Forwarded_Client_Cert: 'CN=one' },
  })
  expect(Object.keys(JSON.parse(text) as object).filter((name) => /client.cert/.test(name))).toEqual([])
  expect((await recorded(1))[0]!.consumer).toBe(null)
})

test('a trusted proxy’s certificate is not that of its callers', async () => {
  const { port, recorded } = await start('optional', [consumer('one', ['CN:one'])], { trustedProxies: ['127.0.0.1'] })
  await callSecurely(port, { ...shows(clients.certifyClient('one')), headers: { 'x-forwarded-for': '192.0.2.1' } })
  expect((await recorded(1))[0]!.consumer).toBe(null)
})

test('a name cannot pass for two', () => {
  expect(alternativeNames({ subjectAltName: 'URI:"x, DNS:good.example", DNS:real.example' })).toEqual([
    { kind: 'DNS', value: 'real.example' },
  ])
  expect(alternativeNames({ subjectAltName: 'DNS:a.example, IP Address:127.0.0.1' })).toEqual([
    { kind: 'DNS', value: 'a.example' },
    { kind: 'IP Address', value: '127.0.0.1' },
  ])
  expect(alternativeNames({ subjectAltName: 'DNS:a"b' })).toEqual([])
})
