/** A signer of heads with a key of its own, without a vault. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { HeadSigner } from '../database/database.ts'

export interface TestSigner {
  signer: HeadSigner
  trusted: { id: string; publicKey: Uint8Array }
  /** The private key, for another process that signs with it. */
  pem: string
}

export const createEd25519Signer = (keyId = 'test-key', pem?: string): TestSigner => {
  const privateKey = pem ? createPrivateKey(pem) : generateKeyPairSync('ed25519').privateKey
  return {
    signer: { keyId, sign: (statement) => sign(null, statement, privateKey) },
    trusted: { id: keyId, publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }) },
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  }
}
