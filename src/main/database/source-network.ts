/** The network that a source belongs to: who has one address of it mostly has the others too. Pure. */
import { bytesOfAddress } from '../../shared/network-address.ts'

/**
 * IPv6 by its /64, which a subscriber has whole (RFC 6177); IPv4 by its one address, also where it comes inside IPv6
 * (`::ffff:192.0.2.1`). Anything else stays as it is.
 */
export const sourceNetwork = (source: string): string => {
  const bytes = bytesOfAddress(source.replace(/%.*$/, ''))
  if (!bytes) return source
  if (bytes.length === 4) return bytes.join('.')
  const groups = [0, 2, 4, 6].map((at) => ((bytes[at]! << 8) | bytes[at + 1]!).toString(16))
  return `${groups.join(':')}::/64`
}
