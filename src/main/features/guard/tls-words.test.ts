// TLS of a policy in words, and which changes of it ask or check less.
import { expect, test } from 'vitest'
import type { Policy } from '../../../shared/policy.ts'
import { policySchema } from '../../../shared/policy.ts'
import { guardEventEntry } from './guard-event-entry.ts'
import { changesOf } from './policy-changes.ts'

const policy = (listenerTls: object | null, upstreamTls: object | null = null, certificates: string[] = []) =>
  policySchema.parse({
    listeners: [{ id: 'main', port: 8443, tls: listenerTls }],
    upstreams: [{ id: 'u', name: 'U', targets: [{ url: 'https://api.example' }], tls: upstreamTls }],
    consumers: [{ id: 'c', name: 'C', certificates }],
  })
const certificate = { kind: 'files', certificate: '/tls.pem', key: '/tls.key' }
const asking = { certificates: [certificate], clientCertificates: { need: 'required', authorities: '/clients.pem' } }
const told = (before: Policy, after: Policy) => changesOf(before, after).map(({ sentence, severity }) => [sentence, severity])

test('a port that turns to TLS or away from it, or asks callers less, says so and how much that matters', () => {
  expect(told(policy(null), policy({ certificates: [certificate] }))).toEqual([
    ['On 127.0.0.1:8443 the guard speaks TLS 1.2 or newer with /tls.pem; before: plain text', 'low'],
  ])
  expect(told(policy(asking), policy(null))[0]![1]).toBe('high')
  expect(told(policy(asking), policy({ certificates: [certificate] }))[0]![1]).toBe('high')
  expect(told(policy({ certificates: [certificate] }), policy(asking))[0]![1]).toBe('low')
})

test('a target that is checked against others, and a consumer that is known by another certificate, matter', () => {
  expect(told(policy(null), policy(null, { authorities: '/ca.pem' }))).toEqual([
    ['The upstream “U” was changed: checked against /ca.pem', 'medium'],
  ])
  expect(told(policy(null), policy(null, null, ['CN:Acme']))).toEqual([
    ['The consumer “C” was changed: known by the certificates CN:Acme', 'medium'],
  ])
})

test('the end of a certificate is the more severe the nearer it is', () => {
  const nobody = { code: null, source: null, route: null, consumer: null, requestId: null }
  const entry = (days: number) =>
    guardEventEntry(
      { atMs: 0, lastAtMs: 0, count: 1, kind: 'certificate-ends', ...nobody, detail: { listener: 'main', name: 'api.example', days } },
      { policy: policy(null), keyLabel: () => null },
    )
  expect([30, 7, 1, 0].map((days) => entry(days).severity)).toEqual(['low', 'medium', 'high', 'high'])
  expect(entry(7).message).toBe('The certificate for “api.example” ends in 7 days')
})
