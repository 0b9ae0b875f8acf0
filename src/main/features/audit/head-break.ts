/** Whether a signed head still holds over the entry it stands on. Pure. */
import type { breakKinds } from '../../../shared/contract/audit.ts'
import { encodeHead } from '../../database/chain.ts'
import { signatureHolds } from '../../database/head-signature.ts'
import type { HeadRow } from './audit.store.ts'

export interface Break {
  kind: (typeof breakKinds)[number]
  sequence: number
  atMs: number | null
  sentence: string
}

export interface TrustedKey {
  id: string
  publicKey: Uint8Array
}

export const utc = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** What a head says of the entry it stands on; null where it holds. */
export const headBreak = (installationId: string, head: HeadRow, entryHash: string, keys: readonly TrustedKey[]): Break | null => {
  const key = keys.find((trusted) => trusted.id === head.key_id)
  const statement = {
    sequence: head.sequence,
    atMs: head.at_ms,
    hash: head.hash,
    horizonSequence: head.horizon_sequence,
    horizonHash: head.horizon_hash,
  }
  if (!key || !signatureHolds(key.publicKey, encodeHead(installationId, statement), head.signature)) {
    const sentence = `The signed head of entry ${head.sequence} was forged: its signature is not that of this installation's key.`
    return { kind: 'head-forged', sequence: head.sequence, atMs: head.at_ms, sentence }
  }
  if (head.hash === entryHash) return null
  const sentence = `The log was rewritten: entry ${head.sequence} links up with its neighbours, but it is not the one that was signed on ${utc(head.at_ms)}.`
  return { kind: 'rewritten', sequence: head.sequence, atMs: head.at_ms, sentence }
}
