/** Whether the signature of a head of the log holds (Ed25519, RFC 8032). */
import { verify } from 'node:crypto'

/** `publicKey`: SPKI in DER. False also where key or signature are no such thing at all. */
export const signatureHolds = (publicKey: Uint8Array, statement: Uint8Array, signature: Uint8Array): boolean => {
  try {
    return verify(null, statement, { key: Buffer.from(publicKey), type: 'spki', format: 'der' }, signature)
  } catch {
    return false
  }
}
