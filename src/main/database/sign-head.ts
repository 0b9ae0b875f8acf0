/** Signs a head of the log as it stands, inside a transaction. */
import type { HeadStatement } from './chain.ts'
import { encodeHead, genesisHash } from './chain.ts'
import type { HeadSigner, KeptHead, Writable } from './database.ts'

interface SignedRow extends HeadStatement {
  keyId: string
  signature: Uint8Array
}

/** How many heads put in by somebody else are looked past before the log's beginning is taken. */
const reach = 100

/**
 * The newest head that this signer made. Ed25519 is deterministic (RFC 8032): it made the signature if it would make the
 * same again.
 */
export const newestOwn = (tx: Writable, installationId: string, signer: HeadSigner): SignedRow | undefined =>
  tx
    .all<SignedRow>(
      `SELECT sequence, at_ms AS atMs, hash, horizon_sequence AS horizonSequence, horizon_hash AS horizonHash, key_id AS keyId, signature
       FROM log_head WHERE key_id = @keyId ORDER BY sequence DESC LIMIT ${reach}`,
      { keyId: signer.keyId },
    )
    .find((row) => signer.sign(encodeHead(installationId, row)).equals(row.signature))

/** Null where the newest entry is covered already or the log is empty. `raised`: the horizon that this console raises just now. */
export const signHead = (
  tx: Writable,
  installationId: string,
  signer: HeadSigner,
  atMs: number,
  raised?: { sequence: number; hash: string },
): KeptHead | null => {
  const newest = tx.get<{ sequence: number; hash: string }>(
    'SELECT sequence, lower(hex(hash)) AS hash FROM log_entry ORDER BY sequence DESC LIMIT 1',
  )
  const top = tx.get<{ sequence: number }>('SELECT sequence FROM log_head ORDER BY sequence DESC LIMIT 1')
  if (!newest || (top && top.sequence >= newest.sequence)) return null
  // Not as log_horizon has it: somebody else may have raised that, and a signature must not bless it.
  const { horizonSequence, horizonHash } = raised
    ? { horizonSequence: raised.sequence, horizonHash: raised.hash }
    : (newestOwn(tx, installationId, signer) ?? { horizonSequence: 0, horizonHash: genesisHash })
  const statement: HeadStatement = { ...newest, atMs, horizonSequence, horizonHash }
  const signature = signer.sign(encodeHead(installationId, statement))
  tx.run(
    'INSERT INTO log_head (sequence, at_ms, hash, horizon_sequence, horizon_hash, key_id, signature) VALUES (@sequence, @atMs, @hash, @horizonSequence, @horizonHash, @keyId, @signature)',
    { ...statement, keyId: signer.keyId, signature },
  )
  return { ...statement, keyId: signer.keyId, signature: signature.toString('base64') }
}
