/** Whether the signature of a head of the log holds (Ed25519, RFC 8032). */
import { createPublicKey, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** A log has one signing key, or a few: to read it anew for each of many heads takes longer than the verification itself. */
const keys = new Map<string, KeyObject>()
const keptKeys = 100

const keyOf = (publicKey: Uint8Array): KeyObject => {
  const der = Buffer.from(publicKey)
  const name = der.toString('base64')
  const known = keys.get(name)
  if (known) return known
  const key = createPublicKey({ key: der, type: 'spki', format: 'der' })
  if (keys.size >= keptKeys) keys.clear()
  keys.set(name, key)
  return key
}

/** `publicKey`: SPKI in DER. False also where key or signature are no such thing at all. */
export const signatureHolds = (publicKey: Uint8Array, statement: Uint8Array, signature: Uint8Array): boolean => {
  try {
    return verify(null, statement, keyOf(publicKey), signature)
  } catch {
    return false
  }
}
