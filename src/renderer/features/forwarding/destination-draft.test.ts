import { expect, test } from 'vitest'
import type { Destination } from '../../../shared/contract/forwarding.ts'
import { draftOf, isDraftField, makeSigningSecret, readDraft, withTransport, type Draft } from './destination-draft.ts'

const draft = (changes: Partial<Draft>): Draft => ({ ...draftOf(null), name: 'archive', host: 'logs.example.org', ...changes })
const targetOf = (changes: Partial<Draft>) => {
  const read = readDraft(draft(changes), false)
  return read.kind === 'given' ? read.given.target : undefined
}
const problemOf = (changes: Partial<Draft>, hasSecret = false) => {
  const read = readDraft(draft(changes), hasSecret)
  return read.kind === 'problem' ? read.problem.field : null
}

test('what is filled in becomes a target, without what belongs to other kinds', () => {
  expect(readDraft(draft({ url: 'https://x', secret: 'y' }), false)).toMatchObject({
    given: { name: 'archive', secret: null },
  })
  expect(targetOf({ url: 'https://x', secret: 'y' })).toEqual({
    kind: 'syslog',
    transport: 'tls',
    host: 'logs.example.org',
    port: 6514,
    facility: 13,
    caPem: null,
  })
  expect(targetOf({ kind: 'otlp', url: ' http://127.0.0.1:4318 ' })).toEqual({
    kind: 'otlp',
    url: 'http://127.0.0.1:4318',
    headerName: 'authorization',
  })
})

test('a certificate goes along with TLS alone', () => {
  const of = (changes: Partial<Draft>) => {
    const target = targetOf({ caPem: ' PEM ', ...changes })
    return target?.kind === 'syslog' ? target.caPem : undefined
  }
  expect(of({})).toBe('PEM')
  expect(of({ transport: 'tcp' })).toBeNull()
})

test('the first thing that is wrong is named by its field', () => {
  expect(problemOf({ name: ' ' })).toBe('name')
  expect(problemOf({ name: 'x'.repeat(61) })).toBe('name')
  expect(problemOf({ host: ' ' })).toBe('host')
  for (const port of ['', '0', '65536', '5.5', 'http', ' ']) expect(problemOf({ port })).toBe('port')
  for (const url of ['', 'example.org', 'ftp://example.org', '//x']) expect(problemOf({ kind: 'webhook', secret: 'x', url })).toBe('url')
  expect(problemOf({ kind: 'webhook', url: 'https://example.org' })).toBe('secret')
  expect(problemOf({ kind: 'webhook', url: 'https://example.org' }, true)).toBeNull()
  expect(problemOf({ kind: 'otlp', url: 'https://example.org' })).toBeNull()
})

test('another transport brings its usual port along, unless a port of one’s own stands there', () => {
  expect(withTransport(draft({}), 'udp').port).toBe('514')
  expect(withTransport(draft({ port: '7000' }), 'udp').port).toBe('7000')
})

test('a destination is filled in as it is, but for its secret', () => {
  const destination = {
    name: 'hooks',
    leastSeverity: 'high',
    target: { kind: 'webhook', url: 'https://example.org/x' },
    hasSecret: true,
  } as Destination
  expect(draftOf(destination)).toMatchObject({
    kind: 'webhook',
    name: 'hooks',
    leastSeverity: 'high',
    url: 'https://example.org/x',
    secret: '',
  })
})

test('fields of the form are told from others', () => {
  expect(isDraftField('caPem')).toBe(true)
  expect(isDraftField('version')).toBe(false)
  expect(isDraftField(null)).toBe(false)
})

test('a secret that is made has 24 bytes behind its prefix, and is never the same', () => {
  const secret = makeSigningSecret()
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/)
  expect(makeSigningSecret()).not.toBe(secret)
})
