/** The Ed25519 key (RFC 8032) that signs heads of the log: made at first run, its private half sealed under the data key. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { HeadSigner } from '../../database/database.ts'
import type { KeyRing } from './key-ring.ts'
import type { SigningKeyRow } from './master-key.store.ts'

const bindingOf = (keyId: string): string => `log-key:${keyId}`
const keyIdOf = (publicKey: Uint8Array): string => createHash('sha256').update(publicKey).digest('hex').slice(0, 16)

/** Public key as SPKI DER, private as PKCS #8 DER, sealed. */
export const makeSigningKey = (ring: KeyRing): SigningKeyRow => {
  const pair = generateKeyPairSync('ed25519')
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' })
  const id = keyIdOf(publicKey)
  return {
    id,
    public_key: publicKey,
    sealed_private_key: ring.seal(pair.privateKey.export({ type: 'pkcs8', format: 'der' }), bindingOf(id)),
  }
}

/**
 * The signer, and the public key *as derived from the sealed private key*: a public key that somebody put into the
 * database is not believed. Throws where the sealed key does not open.
 */
export const openSigningKey = (ring: KeyRing, row: SigningKeyRow): { signer: HeadSigner; publicKey: Buffer } => {
  const privateKey = createPrivateKey({ key: ring.open(row.sealed_private_key, bindingOf(row.id)), type: 'pkcs8', format: 'der' })
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  if (keyIdOf(publicKey) !== row.id) throw new Error('The signing key is not the one of its id.')
  return { signer: { keyId: row.id, sign: (statement) => sign(null, statement, privateKey) }, publicKey }
}

/** The private half under another ring. Null where it does not open: such a key was never ours. */
export const sealAnew = (row: SigningKeyRow, from: KeyRing, to: KeyRing): Uint8Array | null => {
  try {
    return to.seal(from.open(row.sealed_private_key, bindingOf(row.id)), bindingOf(row.id))
  } catch {
    return null
  }
}
