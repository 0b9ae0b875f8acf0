/** From an address to what one attacker holds of it: an IPv4 address, the /64 of an IPv6 address (RFC 6177), or the source as it is. */
import { isIPv4, isIPv6 } from 'node:net'

const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i
const keptGroups = 4

/** The first four of eight groups, in lower case without leading zeros. */
const firstGroups = (address: string): string[] => {
  const [left = '', right] = address.split('::')
  const before = left === '' ? [] : left.split(':')
  const after = right === undefined || right === '' ? [] : right.split(':')
  const gap = right === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array.from({ length: gap }, () => '0'), ...after].slice(0, keptGroups)
  return groups.map((group) => (Number.parseInt(group, 16) || 0).toString(16))
}

export const networkOf = (source: string): string => {
  const [address = source] = source.split('%')
  const inside = mapped.exec(address)?.[1]
  if (inside && isIPv4(inside)) return inside
  if (!isIPv6(address) || address === '::1') return source
  return `${firstGroups(address).join(':')}::/64`
}
