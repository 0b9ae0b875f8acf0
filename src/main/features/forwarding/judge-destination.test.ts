import { expect, test } from 'vitest'
import type { ForwardingTarget } from '../../../shared/contract/forwarding.ts'
import { makeAuthority } from '../../test-kit/make-certificate.ts'
import { judgeDestination } from './judge-destination.ts'

const syslog: ForwardingTarget = { kind: 'syslog', transport: 'tls', host: 'logs.example.org', port: 6514, facility: 13, caPem: null }
const webhook: ForwardingTarget = { kind: 'webhook', url: 'https://hooks.example.org/x' }
const otlp: ForwardingTarget = { kind: 'otlp', url: 'http://127.0.0.1:4318', headerName: 'authorization' }
const { caPem, certify } = makeAuthority()

test.each<[string, ForwardingTarget, string | null]>([
  ['a name', syslog, null],
  ['an address', { ...syslog, host: '::1' }, null],
  ['its own authority', { ...syslog, caPem }, null],
  ['several certificates', { ...syslog, caPem: `${caPem}\n${caPem}` }, null],
  ['a secret to sign with', webhook, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  ['a secret for a header', otlp, 'Bearer abc'],
  ['no secret', otlp, null],
])('with %s a destination can stand', (_what, target, secret) => {
  expect(judgeDestination(target, secret)).toBeNull()
})

test.each<[string, ForwardingTarget, string | null, string]>([
  ['a host with a port', { ...syslog, host: 'logs:514' }, null, 'host'],
  ['a host with a path', { ...syslog, host: 'logs/x' }, null, 'host'],
  ['the address of credentials', { ...syslog, host: '169.254.169.254' }, null, 'host'],
  ['an authority without TLS', { ...syslog, transport: 'tcp', caPem }, null, 'caPem'],
  ['a text that is no certificate', { ...syslog, caPem: 'hello' }, null, 'caPem'],
  ['a private key beside the certificate', { ...syslog, caPem: caPem + certify(['x']).keyPem }, null, 'caPem'],
  ['a secret for syslog', syslog, 'x', 'secret'],
  ['a password in the address', { ...webhook, url: 'https://mara:pass@hooks.example.org' }, null, 'url'],
  ['the address of credentials, as one number', { ...webhook, url: 'http://2852039166/latest' }, null, 'url'],
  ['a short secret', webhook, 'short', 'secret'],
  ['a header that is none', { ...otlp, headerName: 'x y' }, null, 'headerName'],
  ['a header of the request itself', { ...otlp, headerName: 'Content-Length' }, null, 'headerName'],
  ['a line break in the secret', otlp, 'a\r\nx: y', 'secret'],
])('with %s it cannot', (_what, target, secret, field) => {
  expect(judgeDestination(target, secret)?.field).toBe(field)
})
