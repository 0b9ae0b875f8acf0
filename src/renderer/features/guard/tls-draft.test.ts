// TLS in forms: what is read back is what was there, and what is wrong is told where it is.
import { expect, test } from 'vitest'
import type { ListenerTls, UpstreamTls } from '../../../shared/tls-settings.ts'
import { listenerTlsDraftOf, newCertificate, readListenerTls } from './listener-tls-draft.ts'
import { readUpstreamTls, upstreamTlsDraftOf } from './upstream-tls-draft.ts'

const pin = `${'A'.repeat(43)}=`
const ofUpstream: UpstreamTls = {
  authorities: '/ca.pem',
  certificate: { certificate: '/own.pem', key: '/own.key' },
  serverName: 'service.internal',
  pins: [pin],
}
const ofListener: ListenerTls = {
  certificates: [
    { kind: 'files', certificate: '/tls.pem', key: '/tls.key' },
    { kind: 'self-signed', names: ['localhost', '127.0.0.1'] },
  ],
  minVersion: '1.3',
  http2: false,
  clientCertificates: { need: 'required', authorities: '/clients.pem' },
}

test('what a form was opened with is what it saves', () => {
  expect(readListenerTls(listenerTlsDraftOf({ tls: ofListener, httpsPort: null }))).toEqual({ tls: ofListener, httpsPort: null })
  for (const httpsPort of [null, 443])
    expect(readListenerTls(listenerTlsDraftOf({ tls: null, httpsPort }))).toEqual({ tls: null, httpsPort })
  expect(readUpstreamTls(upstreamTlsDraftOf(ofUpstream))).toEqual({ tls: ofUpstream })
  expect(readUpstreamTls(upstreamTlsDraftOf(null))).toEqual({ tls: null })
})

test('a certificate needs its key, a path has to be whole, and a name a name', () => {
  const draft = { ...listenerTlsDraftOf({ tls: null, httpsPort: null }), speaks: true }
  expect(readListenerTls(draft)).toMatchObject({ field: 'certificate', at: 0 })
  expect(readListenerTls({ ...draft, certificates: [{ ...newCertificate, certificate: '/a.pem', key: 'a.key' }] })).toMatchObject({
    field: 'key',
    at: 0,
    sentence: expect.stringContaining('a.key') as string,
  })
  expect(readListenerTls({ ...draft, certificates: [{ ...newCertificate, kind: 'self-signed', names: 'a b!' }] })).toMatchObject({
    field: 'names',
  })
  const files = [{ ...newCertificate, certificate: '/a.pem', key: '/a.key' }]
  expect(readListenerTls({ ...draft, certificates: files, clients: 'optional' })).toMatchObject({ field: 'authorities' })
  const upstream = upstreamTlsDraftOf(null)
  expect(readUpstreamTls({ ...upstream, certificate: '/own.pem' })).toMatchObject({ field: 'key' })
  expect(readUpstreamTls({ ...upstream, pins: 'sha256' })).toMatchObject({ field: 'pins' })
})
