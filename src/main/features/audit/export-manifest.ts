/**
 * The manifest of an export: what the file holds, and the signed head that its entries lead to. It is JSON with two members.
 * What is signed (Ed25519) are the bytes `canonical(['export manifest', TEXT])` of chain.ts, where TEXT is the member
 * `manifest` as compact JSON with its members in the order of the file. Pure.
 */
import { canonical } from '../../database/chain.ts'
import type { ExportFormat } from '../../../shared/contract/audit-export.ts'
import type { Actor, AuditFilter } from '../../../shared/contract/audit-filter.ts'
import type { HeadSigner } from '../../database/database.ts'
import type { HeadRow } from './audit.store.ts'
import type { ExportFacts } from './export-content.ts'
import type { ExportRecord } from './export-record.ts'
import { filterWords } from './filter-words.ts'
import type { TrustedKey } from './head-break.ts'

export interface ManifestHead {
  sequence: number
  atMs: number
  hash: string
  horizonSequence: number
  horizonHash: string
  keyId: string
  /** Base64. */
  signature: string
  /** SPKI in DER, base64; null where the vault was sealed, and nobody could tell whether the key is the log's own. */
  publicKey: string | null
}

export interface Manifest {
  version: 1
  installationId: string
  fileName: string
  format: ExportFormat
  gzip: boolean
  filter: AuditFilter
  filterWords: string
  rows: number
  /** Of the entries in the file; null where there are none. */
  firstSequence: number | null
  lastSequence: number | null
  /** The newest entry of the log when the set of rows was fixed. */
  upToSequence: number
  /** Before gzip. */
  content: { bytes: number; sha256: string }
  /** As it was sent. */
  file: { bytes: number; sha256: string }
  /** Entries up to this one were dropped by retention. */
  horizon: { sequence: number; hash: string }
  /** The newest signed head at or below `upToSequence`; null where there was none. */
  head: ManifestHead | null
  exportedBy: Actor
  exportedAtMs: number
  madeAtMs: number
}

export interface ManifestSignature {
  algorithm: 'Ed25519'
  keyId: string
  /** SPKI in DER, base64. */
  publicKey: string
  /** Base64. */
  value: string
}

export const manifestStatement = (manifest: Manifest): Buffer => Buffer.from(canonical(['export manifest', JSON.stringify(manifest)]))

/** A signed head in full, as files that leave show it. */
export const headInFull = (head: HeadRow, publicKey: string | null): ManifestHead => ({
  sequence: head.sequence,
  atMs: head.at_ms,
  hash: head.hash,
  horizonSequence: head.horizon_sequence,
  horizonHash: head.horizon_hash,
  keyId: head.key_id,
  signature: Buffer.from(head.signature).toString('base64'),
  publicKey,
})

/** SPKI in DER, base64; null where the key is not known, or is not that of this installation. */
export const publicKeyOf = (trusted: readonly TrustedKey[] | null, keyId: string): string | null => {
  const key = trusted?.find(({ id }) => id === keyId)
  return key ? Buffer.from(key.publicKey).toString('base64') : null
}

const whyUnsigned = 'The vault was not open, so nobody could sign: this manifest says what the console knew, and proves nothing.'

/** Of a finished export. `trusted`: whose public keys are told; null while the vault is not open. */
export const manifestOf = (
  one: Pick<ExportRecord, 'job' | 'fileName' | 'bounds' | 'head' | 'by' | 'preparedAtMs'>,
  facts: ExportFacts,
  trusted: readonly TrustedKey[] | null,
  madeAtMs: number,
): Manifest => {
  const { job, bounds, head } = one
  return {
    version: 1,
    installationId: job.installationId,
    fileName: one.fileName,
    format: job.format,
    gzip: job.gzip,
    filter: job.filter,
    filterWords: filterWords(job.filter),
    ...facts,
    upToSequence: job.until,
    horizon: { sequence: bounds.horizonSequence, hash: bounds.horizonHash },
    head: head && headInFull(head, publicKeyOf(trusted, head.key_id)),
    exportedBy: one.by.actor,
    exportedAtMs: one.preparedAtMs,
    madeAtMs,
  }
}

/** What stands in the file. Without a signature it says why. */
export const manifestText = (manifest: Manifest, signature: ManifestSignature | null): string =>
  `${JSON.stringify({ manifest, signature, ...(signature === null && { whyUnsigned }) }, null, 2)}\n`

/** Null where nobody can sign now. */
export const signManifest = (
  manifest: Manifest,
  signer: HeadSigner | null,
  trusted: readonly TrustedKey[] | null,
): ManifestSignature | null => {
  const publicKey = signer && publicKeyOf(trusted, signer.keyId)
  if (!signer || !publicKey) return null
  return { algorithm: 'Ed25519', keyId: signer.keyId, publicKey, value: signer.sign(manifestStatement(manifest)).toString('base64') }
}
