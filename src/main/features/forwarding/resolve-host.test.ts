import { expect, test } from 'vitest'
import { guardedLookup, judgeHost, resolveHost } from './resolve-host.ts'

test.each([
  '169.254.169.254',
  '169.254.170.2',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '[fd00:ec2::254]',
  'fe80::a9fe:a9fe%eth0',
  '64:ff9b::a9fe:a9fe',
  '100.100.100.200',
  '168.63.129.16',
  '[fd20:ce::254]',
  '[fd00:c1::a9fe:a9fe]',
])('%s is refused: clouds hand out credentials there', (host) => {
  expect(() => judgeHost(host)).toThrow(/credentials/)
})

test.each(['127.0.0.1', '::1', '10.0.0.5', '192.168.1.9', 'fd00::5', 'logs.example.org', '1.169.254.169'])(
  '%s is allowed: log collectors live there',
  (host) => {
    expect(() => judgeHost(host)).not.toThrow()
  },
)

test('an address in disguise is judged by what it is looked up as', async () => {
  // How getaddrinfo reads a number.
  await expect(resolveHost('2852039166')).rejects.toThrow(/credentials/)
  await expect(resolveHost('0xa9fea9fe')).rejects.toThrow(/credentials/)
})

test('a lookup answers in the form that a socket asked for, and never a forbidden address', async () => {
  const ask = (host: string, all: boolean) =>
    new Promise((found) => {
      guardedLookup(host, { all }, (error, address, family) => found(error ? error.name : { address, family }))
    })
  expect(await ask('127.0.0.1', false)).toEqual({ address: '127.0.0.1', family: 4 })
  expect(await ask('127.0.0.1', true)).toEqual({ address: [{ address: '127.0.0.1', family: 4 }], family: undefined })
  expect(await ask('0xa9fea9fe', true)).toBe('ForbiddenAddress')
})
