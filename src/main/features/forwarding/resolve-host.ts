/** Finds the address of a receiver, and refuses those under which clouds hand out a machine's credentials. Whoever is connected to is who was looked at. */
import { lookup } from 'node:dns'
import type { LookupAddress } from 'node:dns'
import { BlockList, isIP } from 'node:net'
import type { LookupFunction } from 'node:net'

export class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress'
}

/** Loopback and private networks are allowed: that is where log collectors are. */
const forbidden = new BlockList()
// Link-local: nothing but this machine's own services is there, those of AWS, Azure, Google and OpenStack among them.
forbidden.addSubnet('169.254.0.0', 16, 'ipv4')
forbidden.addAddress('100.100.100.200', 'ipv4') // Alibaba
forbidden.addAddress('168.63.129.16', 'ipv4') // Azure's own, outside of link-local
forbidden.addSubnet('fd00:ec2::', 32, 'ipv6') // AWS
forbidden.addAddress('fd20:ce::254', 'ipv6') // Google
forbidden.addAddress('fd00:c1::a9fe:a9fe', 'ipv6') // Oracle
forbidden.addAddress('fe80::a9fe:a9fe', 'ipv6') // OpenStack
forbidden.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6') // 169.254.0.0/16 through NAT64 (RFC 6052)

const isForbidden = (address: string): boolean => {
  const [plain = ''] = address.split('%')
  const family = isIP(plain)
  return family !== 0 && forbidden.check(plain, family === 6 ? 'ipv6' : 'ipv4')
}

const refusal = (host: string) => new ForbiddenAddress(`${host} leads to an address that serves the credentials of cloud machines.`)

/** A host that is an address is not looked up, so it is judged here. Throws `ForbiddenAddress`. */
export const judgeHost = (host: string): void => {
  if (isForbidden(host.replace(/^\[|\]$/g, ''))) throw refusal(host)
}

/** Refuses a name where any of its addresses is forbidden: which one is taken is a matter of luck. */
const resolve = (host: string, family: number, done: (error: Error | null, addresses: LookupAddress[]) => void): void =>
  lookup(host, { all: true, family }, (error, addresses) => {
    if (error) return done(error, [])
    if (addresses.some(({ address }) => isForbidden(address))) return done(refusal(host), [])
    done(null, addresses)
  })

/** For sockets: what it answers is what they connect to. */
export const guardedLookup: LookupFunction = (host, options, callback) => {
  const family = options.family === 4 || options.family === 'IPv4' ? 4 : options.family === 6 || options.family === 'IPv6' ? 6 : 0
  resolve(host, family, (error, addresses) => {
    const [first] = addresses
    if (error || !first) return callback(error ?? new Error(`${host} has no address.`), '')
    if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

export const resolveHost = (host: string): Promise<LookupAddress> =>
  new Promise((found, failed) => {
    resolve(host, 0, (error, [first]) => (error || !first ? failed(error ?? new Error(`${host} has no address.`)) : found(first)))
  })
