/** Proves that an address for checks was given here: a key is sent there, so another program must not be able to choose it. */
import { timingSafeEqual } from 'node:crypto'
import type { KeyRing } from './key-ring.ts'

export const sealOfCheckAddress = (ring: KeyRing, keyId: string, url: string): string =>
  ring.mac('key-check-address', JSON.stringify([keyId, url])).toString('base64url')

export const checkAddressIsOurs = (ring: KeyRing, keyId: string, url: string, seal: string | null): boolean => {
  const right = Buffer.from(sealOfCheckAddress(ring, keyId, url))
  const given = Buffer.from(seal ?? '')
  return given.length === right.length && timingSafeEqual(given, right)
}
