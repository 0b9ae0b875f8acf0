/** A signer of heads with a key of its own, without a vault. */
import { generateKeyPairSync, sign } from 'node:crypto'
import type { HeadSigner } from '../database/database.ts'

export const createEd25519Signer = (keyId = 'test-key'): { signer: HeadSigner; trusted: { id: string; publicKey: Uint8Array } } => {
  const pair = generateKeyPairSync('ed25519')
  return {
    signer: { keyId, sign: (statement) => sign(null, statement, pair.privateKey) },
    trusted: { id: keyId, publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }) },
  }
}
