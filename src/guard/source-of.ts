/** Where a request comes from, and whether a proxy that may be believed handed it over. */
import { bytesOfAddress, liesIn } from '../shared/network-address.ts'
import { plainAddress } from './plain-address.ts'
import type { Snapshot } from './policy/snapshot.ts'

/** The last address that no trusted proxy has, read from the right: what stands left of it anybody may have written. */
export const sourceOf = (
  { trustedProxies }: Pick<Snapshot, 'trustedProxies'>,
  remote: string,
  forwardedFor: string | undefined,
): { source: string; behindProxy: boolean } => {
  const trusted = (text: string) => {
    const bytes = bytesOfAddress(text)
    return bytes !== null && trustedProxies.some((network) => liesIn(bytes, network))
  }
  let source = plainAddress(remote)
  if (trustedProxies.length === 0) return { source, behindProxy: false }
  const behindProxy = trusted(source)
  const hops = forwardedFor?.split(',').map((hop) => hop.trim()) ?? []
  while (hops.length > 0 && trusted(source)) {
    const hop = hops.pop()!
    // Some proxies add a port.
    const address = /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? (/^[\d.]+:\d+$/.test(hop) ? hop.slice(0, hop.lastIndexOf(':')) : hop)
    if (bytesOfAddress(address) === null) break
    source = plainAddress(address)
  }
  return { source, behindProxy }
}
