import { expect, test } from 'vitest'
import { deletionConsequence, isOpenOnTheWay, lagWords, whereTo } from './forwarding-words.ts'

const syslog = (transport: 'tcp' | 'tls' | 'udp', host: string) =>
  ({ kind: 'syslog', transport, host, port: 514, facility: 13, caPem: null }) as const

test('a destination is named by its way and its address', () => {
  expect(whereTo(syslog('tls', 'logs.example.org'))).toBe('Syslog over TLS to logs.example.org:514')
  expect(whereTo(syslog('udp', '::1'))).toBe('Syslog over UDP to [::1]:514')
  expect(whereTo({ kind: 'webhook', url: 'https://hooks.example.org/a' })).toBe('Webhook to https://hooks.example.org/a')
})

test('what is not encrypted and leaves the machine can be read on the way', () => {
  for (const target of [
    syslog('tcp', 'logs.example.org'),
    syslog('udp', '10.0.0.5'),
    { kind: 'webhook', url: 'http://hooks.example.org' } as const,
  ])
    expect(isOpenOnTheWay(target)).toBe(true)
  for (const target of [
    syslog('tls', 'logs.example.org'),
    syslog('tcp', '127.0.0.1'),
    syslog('udp', 'localhost'),
    { kind: 'webhook', url: 'https://hooks.example.org' } as const,
    { kind: 'otlp', url: 'http://[::1]:4318', headerName: 'authorization' } as const,
    { kind: 'webhook', url: 'not yet' } as const,
  ])
    expect(isOpenOnTheWay(target)).toBe(false)
})

test('what waits gets older while one looks', () => {
  expect(lagWords({ lagEntries: 0, lagMs: null }, 0, 0)).toBe('Nothing')
  expect(lagWords({ lagEntries: 1, lagMs: 1_000 }, 10_000, 13_000)).toBe('1 entry, the oldest for 4 s')
  expect(lagWords({ lagEntries: 1_200, lagMs: 90_000 }, 10_000, 9_000)).toBe('1,200 entries, the oldest for 1 min 30 s')
})

test('the question before a deletion says what will not be sent', () => {
  expect(deletionConsequence({ lagEntries: 0, delivered: 0 })).not.toContain('will not be sent')
  expect(deletionConsequence({ lagEntries: 2, delivered: 9 })).toContain('2 entries that wait will not be sent. What it has, it keeps.')
})
