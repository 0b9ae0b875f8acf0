/** What a caller without a name is counted by: its address, or the /64 that a home or a server gets as a whole in IPv6. */
import { bytesOfAddress } from '../../shared/network-address.ts'

/** With the whole 128 bits, whoever has a /64 would have as many allowances as there are addresses in it. */
export const sourceKey = (source: string): string => {
  if (!source.includes(':')) return source
  const bytes = bytesOfAddress(source)
  if (bytes?.length !== 16) return source
  const groups = [0, 2, 4, 6].map((at) => ((bytes[at]! << 8) | bytes[at + 1]!).toString(16))
  return `${groups.join(':')}::/64`
}
