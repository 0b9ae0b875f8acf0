/** Whether a consumer calls from a network that it may call from. */
import type { Network } from '../../shared/network-address.ts'
import { bytesOfAddress, liesIn } from '../../shared/network-address.ts'
import type { Refusal } from '../refusal.ts'

/** None: from anywhere. */
export const mayCallFrom = (networks: readonly Network[], source: string): boolean => {
  if (networks.length === 0) return true
  const address = bytesOfAddress(source)
  return address !== null && networks.some((network) => liesIn(address, network))
}

/** `what`: that tells who calls. */
export const wrongNetwork = (what: string): Refusal => ({ code: 'wrong-network', title: `This ${what} may not be used from here.` })
