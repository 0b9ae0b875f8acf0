/** Which addresses the console may send to: never those that hand out a cloud machine's credentials, and its own neighbours only where it was allowed. */
import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** - `credentials`: clouds hand out a machine's credentials there; - `private`: this machine, or a network that is not public */
export type WhyForbidden = 'credentials' | 'private'
/** Null: allowed. What is no address is allowed here: it is judged once it was looked up. */
export type JudgeAddress = (address: string) => WhyForbidden | null

export class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress'
  readonly why: WhyForbidden
  constructor(host: string, why: WhyForbidden) {
    super(
      why === 'credentials'
        ? `${host} leads to an address that serves the credentials of cloud machines.`
        : `${host} leads to this machine or into a private network.`,
    )
    this.why = why
  }
}

const credentials = new BlockList()
// Link-local: nothing but this machine's own services is there, those of AWS, Azure, Google and OpenStack among them.
credentials.addSubnet('169.254.0.0', 16, 'ipv4')
credentials.addAddress('100.100.100.200', 'ipv4') // Alibaba
credentials.addAddress('168.63.129.16', 'ipv4') // Azure's own, outside of link-local
credentials.addAddress('192.0.0.192', 'ipv4') // Oracle, before
credentials.addSubnet('fd00:ec2::', 32, 'ipv6') // AWS
credentials.addAddress('fd20:ce::254', 'ipv6') // Google
credentials.addAddress('fd00:c1::a9fe:a9fe', 'ipv6') // Oracle
credentials.addAddress('fe80::a9fe:a9fe', 'ipv6') // OpenStack
credentials.addAddress('fd00:42::42', 'ipv6') // Scaleway
credentials.addAddress('fd00:a9fe:a9fe::1', 'ipv6') // Akamai
credentials.addAddress('fd00:100::100:200', 'ipv6') // Alibaba
// The same through translators: NAT64 (RFC 6052, and RFC 8215 for local use), SIIT (RFC 7915) and 6to4 (RFC 3056).
for (const prefix of ['64:ff9b::', '64:ff9b:1::', '::ffff:0:']) {
  credentials.addSubnet(`${prefix}a9fe:0`, 112, 'ipv6')
  for (const address of ['6464:64c8', 'a83f:8110', 'c000:c0']) credentials.addAddress(`${prefix}${address}`, 'ipv6')
}
// With a prefix of 48 bits the address follows it at once (RFC 6052, 2.2).
credentials.addSubnet('64:ff9b:1:a9fe::', 64, 'ipv6')
for (const [network, prefix] of [
  ['2002:a9fe::', 32],
  ['2002:6464:64c8::', 48],
  ['2002:a83f:8110::', 48],
  ['2002:c000:c0::', 48],
] as const)
  credentials.addSubnet(network, prefix, 'ipv6')

// What is not globally reachable (IANA's registries of special-purpose addresses, RFC 6890), multicast, and what is not assigned.
const notPublic = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  notPublic.addSubnet(network, prefix, 'ipv4')

// Only 2000::/3 is given out for the public; and of it not what carries an IPv4 address or stands for examples.
const publicIpv6 = new BlockList()
publicIpv6.addSubnet('2000::', 3, 'ipv6')
const reservedIpv6 = new BlockList()
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  reservedIpv6.addSubnet(network, prefix, 'ipv6')

const mapped = /^::ffff:(?:0:)?/i

/** Also under addresses of its own that look public. */
const isOwn = (address: string): boolean =>
  Object.values(networkInterfaces()).some((addresses) => addresses?.some((one) => one.address === address))

const isPublic = (address: string, family: number): boolean => {
  if (family === 4) return !notPublic.check(address, 'ipv4')
  // An IPv4 address in disguise is never needed here: whoever means it can say it.
  if (mapped.test(address)) return false
  return publicIpv6.check(address, 'ipv6') && !reservedIpv6.check(address, 'ipv6')
}

/** Loopback and private networks are allowed: that is where log collectors are. */
export const refuseCredentials: JudgeAddress = (address) => {
  const [plain = ''] = address.split('%')
  const family = isIP(plain)
  return family !== 0 && credentials.check(plain, family === 6 ? 'ipv6' : 'ipv4') ? 'credentials' : null
}

export const refusePrivate: JudgeAddress = (address) => {
  const why = refuseCredentials(address)
  if (why) return why
  const [plain = ''] = address.split('%')
  const family = isIP(plain)
  if (family === 0) return null
  return isPublic(plain, family) && !isOwn(plain) ? null : 'private'
}
