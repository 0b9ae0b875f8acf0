import { expect, test } from 'vitest'
import { refuseCredentials, refusePrivate } from './judge-address.ts'
import { guardedLookup, judgeHost, resolveHost } from './resolve-host.ts'

test.each([
  '169.254.169.254',
  '169.254.170.2',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '[fd00:ec2::254]',
  'fe80::a9fe:a9fe%eth0',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b::6464:64c8',
  '64:ff9b:1::a9fe:a9fe',
  '::ffff:0:a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  '2002:a83f:8110::1',
  '100.100.100.200',
  '168.63.129.16',
  '[fd20:ce::254]',
  '[fd00:c1::a9fe:a9fe]',
  '192.0.0.192',
  '[fd00:42::42]',
  '[fd00:a9fe:a9fe::1]',
  '[fd00:100::100:200]',
  '64:ff9b::c000:c0',
  '64:ff9b:1:a9fe:a9:fe00::',
  '2002:c000:c0::1',
])('%s is always refused: clouds hand out credentials there', (host) => {
  expect(() => judgeHost(host, refuseCredentials)).toThrow(/credentials/)
  expect(() => judgeHost(host, refusePrivate)).toThrow(/credentials/)
})

test.each(['127.0.0.1', '::1', '10.0.0.5', '192.168.1.9', 'fd00::5', 'logs.example.org', '1.169.254.169'])(
  '%s is allowed where neighbours are: log collectors live there',
  (host) => {
    expect(() => judgeHost(host, refuseCredentials)).not.toThrow()
  },
)

test.each([
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '[::]',
  '[::1]',
  '10.0.0.5',
  '172.31.0.1',
  '192.168.1.9',
  '100.64.0.1',
  '192.0.0.8',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '240.0.0.1',
  'fc00::1',
  'fd00::5',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '2002:7f00:1::1',
  '2001:0:7f00:1::1',
  '2001:db8::1',
  '100::1',
])('%s is refused where only the public network is allowed', (host) => {
  expect(() => judgeHost(host, refusePrivate)).toThrow(/this machine or into a private network/)
})

test.each(['1.1.1.1', '93.184.216.34', '172.32.0.1', '2606:4700:4700::1111', '[2a00:1450:4001:800::200e]', 'hooks.example.org'])(
  '%s is public',
  (host) => {
    expect(() => judgeHost(host, refusePrivate)).not.toThrow()
  },
)

test('an address in disguise is judged by what it is looked up as', async () => {
  // How getaddrinfo reads a number.
  await expect(resolveHost('2852039166', refuseCredentials)).rejects.toThrow(/credentials/)
  await expect(resolveHost('0xa9fea9fe', refuseCredentials)).rejects.toThrow(/credentials/)
  await expect(resolveHost('2130706433', refusePrivate)).rejects.toThrow(/private/)
  await expect(resolveHost('0x7f.1', refusePrivate)).rejects.toThrow(/private/)
  await expect(resolveHost('localhost', refusePrivate)).rejects.toThrow(/private/)
})

test('a lookup answers in the form that a socket asked for, and never a forbidden address', async () => {
  const ask = (host: string, all: boolean) =>
    new Promise((found) => {
      guardedLookup(refuseCredentials)(host, { all }, (error, address, family) => found(error ? error.name : { address, family }))
    })
  expect(await ask('127.0.0.1', false)).toEqual({ address: '127.0.0.1', family: 4 })
  expect(await ask('127.0.0.1', true)).toEqual({ address: [{ address: '127.0.0.1', family: 4 }], family: undefined })
  expect(await ask('0xa9fea9fe', true)).toBe('ForbiddenAddress')
})
