/** AES-256-GCM with associated data (NIST SP 800-38D): how anything is sealed here. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const version = 1
const nonceBytes = 12
const tagBytes = 16

/** Version byte, nonce, ciphertext, tag. The 96-bit nonce is random: at most 2^32 seals under one key. */
export const seal = (key: Uint8Array, plain: Uint8Array, binding: string): Buffer => {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(binding))
  return Buffer.concat([Buffer.of(version), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Key, binding or a bit of the sealed text is another. */
export class DoesNotOpen extends Error {
  override name = 'DoesNotOpen'
}

/** Throws `DoesNotOpen`. */
export const unseal = (key: Uint8Array, sealed: Uint8Array, binding: string): Buffer => {
  const bytes = Buffer.from(sealed)
  if (bytes.length < 1 + nonceBytes + tagBytes || bytes[0] !== version) throw new DoesNotOpen('This is not sealed text of a known version.')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(binding))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  const plain = decipher.update(bytes.subarray(1 + nonceBytes, -tagBytes))
  try {
    return Buffer.concat([plain, decipher.final()])
  } catch (error) {
    throw new DoesNotOpen('Sealed text, key and binding do not belong together.', { cause: error })
  }
}

/** A key for one purpose out of another (HKDF-SHA-256, RFC 5869). */
export const deriveKey = (key: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), `gatehouse ${purpose}`, 32))
